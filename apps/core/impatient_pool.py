"""Connections to Valkey that are not waited for again and again."""

from __future__ import annotations

import time
from typing import Any

from redis import Connection, ConnectionPool
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import MaxConnectionsError
from redis.exceptions import TimeoutError as RedisTimeoutError

PAUSE = 2.0  # seconds


class ImpatientPool(ConnectionPool):
    """Where connecting has just failed, the next tries fail at once for ``PAUSE`` seconds.

    A page asks the cache some eight times. With a Valkey that is there but hangs, each of them would
    wait for the whole timeout.
    """

    _away_until = 0.0

    def get_connection(self, *_command: Any, **_options: Any) -> Connection:
        """Raise ``redis.exceptions.ConnectionError`` during the pause. The arguments mean nothing."""
        if time.monotonic() < self._away_until:
            raise RedisConnectionError("did not answer a moment ago")
        try:
            return super().get_connection()
        except MaxConnectionsError:
            raise  # Valkey is well: it is this process that asks too much
        except (RedisConnectionError, RedisTimeoutError):
            self._away_until = time.monotonic() + PAUSE
            raise
