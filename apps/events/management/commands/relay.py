from __future__ import annotations

import logging
import signal
from types import FrameType
from typing import Any

import psycopg
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.db import connection
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from apps.events.relays import relay_all
from apps.events.services.publishing import CHANNEL
from apps.events.services.relaying import BATCH

logger = logging.getLogger(__name__)

# Retries and expired leases come due without a NOTIFY, so the relay also looks by itself.
IDLE_SECONDS = 1.0
# Of many events at once, those of so many seconds travel together: looking costs more than the wait.
GATHER_SECONDS = 0.015
AWAY = (DatabaseError, psycopg.Error, BrokerError, RedisError, OSError)


class Command(BaseCommand):
    help = "Send events and messages to the workers, as they are written."

    _stopping = False

    def handle(self, *_args: Any, **_options: Any) -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._stop)
        while not self._stopping:
            try:
                self._relay_until_error()
            except AWAY as error:
                logger.warning("relay waits for its services: %s", error)
                connection.close()
                signal.sigtimedwait([], IDLE_SECONDS)

    def _relay_until_error(self) -> None:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        while not self._stopping:
            if relay_all() < BATCH:
                self._wait()

    def _wait(self) -> None:
        """Return as soon as something is published, or after the idle time."""
        for _notice in connection.connection.notifies(timeout=IDLE_SECONDS, stop_after=1):
            signal.sigtimedwait([], GATHER_SECONDS)
            return

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True
