"""The live process as `make run` starts it, and readers that connect to it over real sockets."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

from tests.waiting import eventually
from tools import run
from tools.data_dir import ROOT
from tools.ports import free_port

PATIENCE = 30.0  # seconds; a machine that also runs other tests starts Python slowly
SITE = "http://127.0.0.1:8000"
TOLD = re.compile(rb"(?:id: (\S+)\n)?data: (\{.*\})\n\n")


class LiveProcess:
    """One process; `kill` and `ask_to_stop` end it."""

    def __init__(self, folder: Path, redis_url: str) -> None:
        self.port = free_port()
        self._readers: list[Reader] = []
        self._log = folder / f"live-{self.port}.log"
        environment = {
            **os.environ,
            "ENVIRONMENT": "test",
            "REDIS_URL": redis_url,
            "SITE_URL": SITE,
            "LIVE_PORT": str(self.port),
        }
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                run.programs("127.0.0.1", 8000, environment)["live"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        assert eventually(self.is_healthy, PATIENCE), self.log

    @property
    def log(self) -> str:
        return self._log.read_text()

    def is_healthy(self) -> bool:
        with suppress(OSError):
            return self.get("/health")[0] == 200
        return False

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, dict(response.headers), response.read().decode()

    def listen(self, token: str, *, last: str = "", **headers: str) -> Reader:
        self._readers.append(Reader.connect(self.port, token, last=last, headers=headers))
        return self._readers[-1]

    def ask_to_stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        for reader in self._readers:
            reader.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)


@dataclass
class Reader:
    """A browser's side of one stream."""

    connection: http.client.HTTPConnection
    response: http.client.HTTPResponse
    raw: bytes = b""
    is_over: bool = False
    seen: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @classmethod
    def connect(cls, port: int, token: str, *, last: str, headers: dict[str, str]) -> Self:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        query = urlencode({"token": token, "last": last})
        connection.request("GET", f"/live/stream?{query}", headers=headers)
        return cls(connection, connection.getresponse())

    @property
    def status(self) -> int:
        return self.response.status

    def wait_for(self, kind: str) -> dict[str, Any]:
        """The next news of a kind, waiting for it; what comes before stays in `seen`."""
        count = len(self.of(kind))
        while len(self.of(kind)) == count:
            assert self._read(), f"the stream ended without {kind}: {self.raw!r}"
        return self.of(kind)[-1]

    def wait_for_end(self) -> None:
        while self._read():
            pass

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [news for _id, news in self.seen if news["kind"] == kind]

    @property
    def kinds(self) -> list[str]:
        """What came, without the number of viewers, which comes when it likes."""
        return [news["kind"] for _id, news in self.seen if news["kind"] != "viewers"]

    @property
    def last(self) -> str:
        """What the browser would send as Last-Event-ID."""
        return re.findall(rb"id: (\S+)\n", self.raw)[-1].decode()

    def close(self) -> None:
        self.connection.close()
        self.response.close()

    def _read(self) -> bool:
        chunk = self.response.read1(65_536)
        self.raw += chunk
        self.seen = [
            (match[1].decode() if match[1] else "", json.loads(match[2]))
            for match in TOLD.finditer(self.raw)
        ]
        self.is_over = not chunk
        return bool(chunk)
