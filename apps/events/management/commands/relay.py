from __future__ import annotations

import logging
import signal
import time
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
# A single event is sent on at once. Where many happen, those of so many seconds travel together: each look,
# and each message, costs more than they are late.
PACE_SECONDS = 0.1
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
            looked = time.monotonic()
            if relay_all() < BATCH:
                self._wait(looked + PACE_SECONDS)

    def _wait(self, until: float) -> None:
        """Return when something is published, but not before ``until``, or after the idle time."""
        for _notice in connection.connection.notifies(timeout=IDLE_SECONDS, stop_after=1):
            signal.sigtimedwait([], max(0.0, until - time.monotonic()))
            return

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True
