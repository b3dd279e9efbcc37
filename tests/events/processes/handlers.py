"""Handlers whose effects can be counted: nothing but the outbox keeps them from being doubled."""

from __future__ import annotations

import os
import signal

from django.db import connection

from apps.events.registry import Occurrence, on
from apps.events.services.publishing import publish
from tests.events.processes import deaths

COUNTED = "test.counted"
POISONED = "test.poisoned"
STARTED, FOLLOWED = "test.started", "test.followed"
POISON_ATTEMPTS = 3


def register() -> None:
    on(COUNTED)(count)
    on(COUNTED, queue="notification")(count_too)
    on(POISONED, max_attempts=POISON_ATTEMPTS)(poison)
    on(STARTED)(start)
    on(FOLLOWED, queue="live")(follow)


def count(event: Occurrence) -> None:
    _take_effect(event, "count")
    deaths.come("mid-handler")


def count_too(event: Occurrence) -> None:
    _take_effect(event, "count_too")


def start(event: Occurrence) -> None:
    """Causes what the same worker then does itself."""
    _take_effect(event, "start")
    publish(FOLLOWED, {"first": event.event_id})


def follow(event: Occurrence) -> None:
    _take_effect(event, "follow")


def poison(event: Occurrence) -> None:
    """Takes its process down every time, as a crash in a C library would."""
    _take_effect(event, "poison")
    os.kill(os.getpid(), signal.SIGKILL)


def _take_effect(event: Occurrence, handler: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_effect (event_id, handler) VALUES (%s, %s)",
            [event.event_id, handler],
        )


def create_table() -> None:
    """No constraint: a second effect of the same event shows."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS outbox_effect")
        cursor.execute("CREATE TABLE outbox_effect (event_id bigint, handler text)")


def drop_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS outbox_effect")


def effects() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id, handler FROM outbox_effect ORDER BY 1, 2")
        return cursor.fetchall()
