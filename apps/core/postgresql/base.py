"""Django's PostgreSQL backend, with less said between the site and its database."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

postgresql: Any = base  # the stubs do not know of its cursors


class DatabaseWrapper(base.DatabaseWrapper):
    _prepares = False

    def get_connection_params(self) -> dict[str, Any]:
        """Whatever may be prepared is: the ordinary cursors put values into the statement and never do."""
        return super().get_connection_params() | {"prepare_threshold": 0}

    @contextmanager
    def preparing(self) -> Iterator[None]:
        """Have the server plan what the cursors opened meanwhile are given once for each connection.

        Planning the joins of a page takes the server longer than running them. A kept plan knows the
        statement's literals but not its values, so what an index depends on must be a literal.
        """
        before, self._prepares = self._prepares, True
        try:
            yield
        finally:
            self._prepares = before

    def create_cursor(self, name: str | None = None) -> Any:
        if name or not self._prepares:
            return super().create_cursor(name)
        return postgresql.ServerBindingCursor(self.connection)

    def is_usable(self) -> bool:
        """Ask the server only if it has something to say.

        On a connection that waits for its next statement there is nothing to read, except when the
        server has closed it. Django's question costs every request a statement; this is a system call.
        """
        if self.connection is None:
            return False
        if not self._is_quiet():
            return bool(super().is_usable())
        return True

    def _is_quiet(self) -> bool:
        status = self.connection.info.transaction_status
        if self.errors_occurred or status not in {
            TransactionStatus.IDLE,
            TransactionStatus.INTRANS,
        }:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0)
