"""The database and the cache a command needs: those it was given, or its own."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Self

from tools.child import Child, stop_all
from tools.data_dir import DataDir
from tools.postgres import DEVELOPMENT, THROW_AWAY, Postgres
from tools.valkey import Valkey

STOP_SECONDS = 20.0


class Services:
    """Starts PostgreSQL and Valkey unless DATABASE_URL and REDIS_URL name others; stops what it started.

    The caller holds the lock of `data`.
    """

    def __init__(self, data: DataDir, *, throw_away: bool = False) -> None:
        self._data = data
        self._throw_away = throw_away
        self.environment: dict[str, str] = {"DATA_DIR": str(data.path)}
        self.children: list[Child] = []

    def __enter__(self) -> Self:
        try:
            if not os.environ.get("DATABASE_URL"):
                self._start_postgres()
            if not os.environ.get("REDIS_URL"):
                self._start_valkey()
        except BaseException:
            self.stop()
            raise
        self._data.write_services(
            {name: url for name, url in self.environment.items() if name.endswith("_URL")}
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop what was started, the cache before the database."""
        self._data.services_file.unlink(missing_ok=True)
        stop_all(list(reversed(self.children)), within=STOP_SECONDS)
        self.children.clear()

    def _start_postgres(self) -> None:
        server = Postgres(self._data, settings=THROW_AWAY if self._throw_away else DEVELOPMENT)
        try:
            server.start()
        finally:
            if server.child:
                self.children.append(server.child)
        self.environment["DATABASE_URL"] = server.url()

    def _start_valkey(self) -> None:
        server = Valkey(self._data, durable=not self._throw_away)
        try:
            server.start()
        finally:
            if server.child:
                self.children.append(server.child)
        self.environment["REDIS_URL"] = server.url()
