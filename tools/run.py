"""`make run`: the whole site on this machine, until Ctrl-C.

Variables: PORT (8000), LIVE_PORT (PORT + 10000, else a free one), HOST (127.0.0.1), DATA_DIR (.data),
DATABASE_URL and REDIS_URL to use other services, DEBUG=1 for error pages with source code and a web server
that restarts when the code changes.
"""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from tools import banner
from tools.child import Child
from tools.console import Prefix, Stop, complain, say
from tools.data_dir import ROOT, DataDir
from tools.ports import free_port, is_busy
from tools.services import Services
from tools.supervisor import Interrupted, StopSignal, watch

LIVE_PORT_OFFSET = 10_000
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def main() -> int:
    """Start everything, watch it, stop it; the exit code is 0 when a person ended it."""
    stop = StopSignal()
    try:
        return run(stop)
    except Stop as problem:
        complain(str(problem))
        return 1
    except Interrupted:
        return 0


def run(stop: StopSignal) -> int:
    """The happy path; `Stop` and `Interrupted` leave it, and the services stop on the way out."""
    host, port = os.environ.get("HOST") or "127.0.0.1", _port()
    if is_busy(host, port):
        raise Stop(
            f"port {port} is busy; try `make run PORT={port + 1}` · {port}번 포트를 이미 쓰고 있어요"
        )
    data = DataDir.from_environment()
    if not data.try_lock():
        raise Stop(
            f"another copy is running on {data.path}; stop it or set DATA_DIR · "
            "이 데이터 폴더로 이미 실행 중이에요"
        )
    say("· 데이터베이스와 캐시를 켜요 · starting PostgreSQL and Valkey")
    with Services(data) as services:
        environment = services.environment | site_environment(host, port)
        say("· 데이터와 화면을 준비해요 (처음에는 조금 걸려요) · preparing")
        prepare(environment)
        children = start(host, port, environment)
        stop.only_note()
        return watch(children, services.children, stop, Announcement(host, port, data))


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise Stop(f"PORT is {text!r}; expected a number from 1 to 65535 · 포트 번호가 이상해요")
    return int(text)


def _live_port(host: str, port: int) -> int:
    """Not the next port: a second copy of the site is likely to want it."""
    wanted = port + LIVE_PORT_OFFSET
    return wanted if wanted < 2**16 and not is_busy(host, wanted) else free_port()


def site_environment(host: str, port: int) -> dict[str, str]:
    """What the site needs to know of how it is started; given variables win."""
    defaults = {
        "ENVIRONMENT": "development",
        "PORT": str(port),
        "LIVE_PORT": str(_live_port(host, port)),
        "SITE_URL": f"http://{'127.0.0.1' if host in LOOPBACK else host}:{port}",
        "PYTHONUNBUFFERED": "1",
        # Celery's advice for servers; locally, root is who was asked to run it.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }
    if host not in LOOPBACK:
        # Whoever opens the site to the network on purpose reaches it by names nobody can list here.
        defaults["ALLOWED_HOSTS"] = "*"
    return {name: os.environ.get(name) or value for name, value in defaults.items()}


def prepare(environment: dict[str, str]) -> None:
    """Run `tools.prepare`; on failure its output is what the person needs."""
    result = subprocess.run(
        [sys.executable, "-m", "tools.prepare"],
        cwd=ROOT,
        env={**os.environ, **environment, "PROCESS_NAME": "prepare"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        start_new_session=True,
    )
    if result.returncode:
        print(result.stdout, file=sys.stderr)
        raise Stop(
            "preparing the database or the static files failed; see above · 준비하지 못했어요"
        )


def programs(host: str, port: int, environment: Mapping[str, str]) -> dict[str, list[str]]:
    """The site's processes: name and command line."""
    chosen = {**os.environ, **environment}
    python = sys.executable
    threads = chosen.get("WEB_THREADS") or "4"
    web = [
        *(python, "-m", "granian", "--interface", "wsgi", "dongne.wsgi:application"),
        *("--host", host, "--port", str(port), "--http", "1", "--no-ws"),
        *("--workers", chosen.get("WEB_WORKERS") or "2", "--blocking-threads", threads),
        *(
            "--blocking-threads-idle-timeout",
            "600",
            "--workers-kill-timeout",
            "5",
            "--log-level",
            "warning",
        ),
    ]
    if chosen.get("DEBUG") == "1":
        web = [python, "manage.py", "runserver", f"{host}:{port}"]
    celery = [python, "-m", "celery", "--app", "dongne", "--quiet"]
    concurrency = chosen.get("WORKER_CONCURRENCY") or "1"
    live = [
        *(python, "-m", "uvicorn", "dongne.asgi:application", "--loop", "uvloop"),
        *("--host", host, "--port", chosen.get("LIVE_PORT") or str(_live_port(host, port))),
        *("--http", "httptools", "--ws", "none", "--lifespan", "on", "--no-access-log"),
        *(
            "--no-server-header",
            "--no-proxy-headers",
            "--timeout-graceful-shutdown",
            "5",
            "--log-level",
            "warning",
        ),
    ]
    return {
        "web": web,
        "live": live,
        # Whom to ask, and telling open pages: nothing long may stand before it. One thread asks while the
        # other waits for the database.
        "router": [
            *(*celery, "worker", "--loglevel", "WARNING", "--hostname", "router@%h"),
            *("--pool", "threads", "--concurrency", "2", "--queues", "live,routing"),
            *("--without-gossip", "--without-mingle"),
        ],
        "worker": [
            *(*celery, "worker", "--loglevel", "WARNING", "--concurrency", concurrency),
            *("--queues", "default,events,analytics,image", "--without-gossip", "--without-mingle"),
        ],
        # Waits for mail and push servers, which may be slow, with the seed's ten and five at a time.
        "sender": [
            *(*celery, "worker", "--loglevel", "WARNING", "--hostname", "sender@%h"),
            *("--pool", "threads", "--concurrency", chosen.get("SENDER_CONCURRENCY") or "15"),
            *("--queues", "notification,email", "--without-gossip", "--without-mingle"),
        ],
        # The only worker that keeps the search's analyser, which takes a third of a gigabyte. On a machine
        # that everybody shares it stands back: what is found may be seconds late, what is asked may not.
        "indexer": [
            *_standing_back(),
            *(*celery, "worker", "--loglevel", "WARNING", "--hostname", "indexer@%h"),
            *("--pool", "solo", "--queues", "search", "--without-gossip", "--without-mingle"),
        ],
        "beat": [*celery, "beat", "--loglevel", "WARNING"],
        "relay": [python, "manage.py", "relay"],
    }


def _standing_back() -> list[str]:
    nice = shutil.which("nice")
    return [nice, "-n", "10"] if nice else []


def start(
    host: str, port: int, environment: dict[str, str], *, log_folder: Path | None = None
) -> list[Child]:
    """Start the site's processes; their output goes to the terminal or into files in `log_folder`."""
    commands = programs(host, port, environment)
    columns = max(len(name) for name in commands)
    return [
        Child(
            name,
            program,
            environment=environment | {"PROCESS_NAME": name},
            output=log_folder / f"{name}.log"
            if log_folder
            else Prefix(name, number, columns=columns),
        )
        for number, (name, program) in enumerate(commands.items())
    ]


class Announcement:
    """Prints the address once the site answers there."""

    def __init__(self, host: str, port: int, data: DataDir) -> None:
        self._host = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 a comparison
        self._port = port
        self._data = data
        self._done = False

    def __call__(self) -> None:
        if not self._done and self._answers():
            self._done = True
            say(banner.text(f"http://{self._host}:{self._port}", self._data))

    def _answers(self) -> bool:
        try:
            with closing(
                http.client.HTTPConnection(self._host, self._port, timeout=2)
            ) as connection:
                connection.request("GET", "/health")
                return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False


if __name__ == "__main__":
    sys.exit(main())
