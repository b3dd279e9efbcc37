"""The one folder a running copy writes to, and the lock that keeps a second copy out of it."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from pathlib import Path
from typing import IO

from tools.console import Stop

ROOT = Path(__file__).resolve().parent.parent


class DataDir:
    """Paths below DATA_DIR. Creating one makes the folder."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: IO[str] | None = None
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.logs.mkdir(exist_ok=True)
            self.mail.mkdir(exist_ok=True)
        except OSError as error:
            raise Stop(
                f"{self.path} is not writable · 데이터 폴더에 쓸 수 없어요 ({error.strerror})"
            ) from error

    @classmethod
    def from_environment(cls) -> DataDir:
        """The folder named by DATA_DIR, or `.data` in the checkout."""
        return cls(Path(os.environ.get("DATA_DIR") or ROOT / ".data"))

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def mail(self) -> Path:
        return self.path / "mail"

    @property
    def services_file(self) -> Path:
        """Read by `dongne.settings.local`."""
        return self.path / "services.json"

    @property
    def sign_in_file(self) -> Path:
        """How to sign in as one of the demo people, in lines for a person."""
        return self.path / "sign-in.txt"

    def try_lock(self) -> bool:
        """Take the folder for this process until it ends; False if another has it."""
        lock = (self.path / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def release(self) -> None:
        """Give the folder back before this process ends."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def password(self) -> str:
        """The local services' password: made once, readable by its owner alone."""
        file = self.path / "password"
        if not file.exists():
            write_private(file, secrets.token_urlsafe(24))
        return file.read_text().strip()

    def write_services(self, environment: dict[str, str]) -> None:
        """Tell other commands how to reach the running services."""
        write_private(self.services_file, json.dumps(environment, indent=1))

    def read_services(self) -> dict[str, str]:
        """How to reach the services another command runs; empty if there are none."""
        try:
            services: dict[str, str] = json.loads(self.services_file.read_text())
        except (OSError, ValueError):
            return {}
        return services


def write_private(path: Path, content: str) -> None:
    """Write a file that only its owner may read, from the first byte."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(content)
