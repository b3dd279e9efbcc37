"""A database of the benchmark's own, and web servers on it as in production."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
import redis

from tools import databases, run
from tools.console import say
from tools.data_dir import ROOT
from tools.ports import free_port

DATABASE = "dongne_bench"
REDIS_DATABASE = 15
SITE = "dongne.wsgi:application"
BARE = "bench.bare:application"
START_SECONDS = 60.0
# Measured is the site, not its patience with one person who posts a hundred times a second.
NO_LIMITS = "ask=1000000/m,answer=1000000/m,write=1000000/m"


@dataclass(frozen=True)
class Server:
    """A running web server with its worker processes."""

    url: str
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """Used so far by the server and its workers; the database's is not in it."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(sum(member.cpu_times()[:2]) for member in family)


@dataclass(frozen=True)
class Bench:
    """What the database holds, and the environment that leads to it."""

    environment: dict[str, str]
    facts: dict[str, Any]

    @contextmanager
    def server(self, application: str) -> Iterator[Server]:
        """Serve ``application`` the way `make run` and the image do."""
        port = free_port()
        environment = self.environment | {"SITE_URL": f"http://127.0.0.1:{port}"}
        command = run.programs("127.0.0.1", port, environment)["web"]
        command = [application if part == SITE else part for part in command]
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=sys.stderr
        )
        try:
            _wait(port, process)
            yield Server(environment["SITE_URL"], psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def bench(*, questions: int) -> Iterator[Bench]:
    """Make the database, and drop it at the end."""
    environment = {
        "ENVIRONMENT": "development",
        "DATABASE_URL": databases.address(DATABASE),
        "REDIS_URL": databases.with_database(os.environ["REDIS_URL"], REDIS_DATABASE),
        "RATE_LIMITS": NO_LIMITS,
        "PROCESS_NAME": "bench",
    }
    _refuse_full(environment["REDIS_URL"])
    databases.make(DATABASE)
    try:
        say(f"· {questions:,} questions")
        yield Bench(environment, _prepare(environment, questions))
    finally:
        databases.drop(DATABASE)
        with closing(redis.Redis.from_url(environment["REDIS_URL"])) as cache:
            cache.flushdb()


def _prepare(environment: dict[str, str], questions: int) -> dict[str, Any]:
    result = subprocess.run(
        [sys.executable, "-m", "bench.prepare", "--questions", str(questions)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise SystemExit(result.stderr)
    facts: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return facts


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/health")
                connection.getresponse()
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the web server did not start")


def _refuse_full(url: str) -> None:
    with closing(redis.Redis.from_url(url)) as cache:
        if cache.dbsize():
            raise SystemExit(f"Redis database {REDIS_DATABASE} is not empty; it would be emptied")
