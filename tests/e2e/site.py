"""Starts the site for browser tests and looks behind its pages."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import psycopg

from tests import made_once
from tests.e2e.tiles import Tiles, tile_server
from tests.notifications.channels.push_server import PushService, push_service
from tests.waiting import eventually
from tools import databases, run
from tools.child import Child, stop_all
from tools.data_dir import ROOT, DataDir
from tools.ports import free_port
from tools.pytest_services import SITE_OFFSET, redis_database

START_TIMEOUT = 180.0  # seconds; seven processes start at once


@dataclass(frozen=True)
class Site:
    """A running site."""

    url: str
    environment: dict[str, str]
    data: DataDir
    children: list[Child]
    # Takes the pushes of browsers that subscribed with it.
    pushes: PushService
    # Draws its maps.
    tiles: Tiles

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Site]:
        """A site with its own database, Redis database, data folder and port."""
        with push_service() as pushes, tile_server() as tiles, cls._running(pushes, tiles) as site:
            yield site

    @classmethod
    @contextmanager
    def _running(cls, pushes: PushService, tiles: Tiles) -> Iterator[Site]:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
        database = f"site_{worker}"
        data = DataDir(Path(os.environ["DATA_DIR"]) / f"site-{worker}")
        port, live_port = free_port(), free_port()
        environment = {
            "ENVIRONMENT": "development",
            "DATA_DIR": str(data.path),
            "DATABASE_URL": databases.address(database),
            "STATIC_ROOT": made_once.static_root(),
            "REDIS_URL": databases.with_database(
                os.environ["REDIS_URL"], redis_database() + SITE_OFFSET
            ),
            "SITE_URL": f"http://127.0.0.1:{port}",
            "LIVE_PORT": str(live_port),
            "WEB_WORKERS": "1",
            "WORKER_CONCURRENCY": "1",
            # All tests come from one address, and faster than people do.
            "WEB_PUSH_HOSTS": pushes.url,
            "MAP_TILE_URL": tiles.url + "/{z}/{x}/{y}.png",
            "RATE_LIMITS": "sign_in=100/m,sign_up=100/h,ask=100/m",
        }
        databases.make(database, template=made_once.demo())
        children = run.start("127.0.0.1", port, environment, log_folder=data.logs)
        site = cls(environment["SITE_URL"], environment, data, children, pushes, tiles)
        try:
            site._wait(port)
            yield site
        finally:
            stop_all(children, within=10)

    @contextmanager
    def without_live(self) -> Iterator[None]:
        """While this is open, the process that holds the streams is away."""
        [live] = [child for child in self.children if child.name == "live"]
        live.stop(time.monotonic() + 10)
        try:
            yield
        finally:
            program = run.programs("127.0.0.1", 0, self.environment)["live"]
            output = self.data.logs / "live.log"
            again = Child("live", program, environment=self.environment, output=output)
            self.children[self.children.index(live)] = again

    def mails(self) -> list[EmailMessage]:
        """What the site sent, oldest first."""
        return [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted(self.data.mail.glob("*.eml"))
        ]

    def wait_for_mail(self, recipient: str) -> EmailMessage:
        """The newest mail to `recipient`; mail may be sent by a worker."""
        found: list[EmailMessage] = []

        def arrived() -> bool:
            found[:] = [mail for mail in self.mails() if recipient in str(mail["To"])]
            return bool(found)

        assert eventually(arrived), f"no mail to {recipient}\n{self.log_tail()}"
        return found[-1]

    def wait_until_delivered(self) -> None:
        """Until every event has reached everybody who is to hear of it."""
        waiting = "SELECT handler, state, last_error FROM events_delivery WHERE done_at IS NULL"
        assert eventually(lambda: not self.rows(waiting)), (
            f"{self.rows(waiting)}\n{self.log_tail()}"
        )

    def rows(self, query: str, *parameters: object) -> list[tuple[object, ...]]:
        """What a query says about the site's database."""
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            return connection.execute(query, parameters).fetchall()

    def manage(self, *arguments: str) -> str:
        """Run a management command against the site's database."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def log_tail(self, lines: int = 20) -> str:
        """The last lines that each of the site's processes wrote."""
        parts = []
        for path in sorted(self.data.logs.glob("*.log")):
            tail = path.read_text(errors="replace").splitlines()[-lines:]
            parts += [f"--- {path.name}", *tail]
        return "\n".join(parts)

    def _wait(self, port: int) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            try:
                with closing(
                    http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                ) as connection:
                    connection.request("GET", "/ready")
                    if connection.getresponse().status == http.HTTPStatus.OK:
                        return
            except OSError:
                pass
            time.sleep(0.1)
        raise TimeoutError(f"the site did not become ready\n{self.log_tail()}")
