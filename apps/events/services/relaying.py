"""From the outbox to the workers. Safe to run in any number of processes at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from celery import current_app
from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest, Now

from apps.core.prepared import preparing
from apps.events import registry
from apps.events.enums import State
from apps.events.models import Delivery
from apps.events.services.leasing import DOUBLINGS, lease

BATCH = 200
TASK = "events.deliver"
# Deliveries in one message: a message costs broker and worker as much as an easy handler. Fewer where
# each takes long and somebody waits for it.
TOGETHER, TOGETHER_IN = 20, {"routing": 2, "live": 6}

# The update and its order in one statement, since the relay wakes up for every event.
_LEASE = f"""
WITH due AS (
    SELECT id, sent, due_at FROM events_delivery
    WHERE state IN ('{State.PENDING}', '{State.QUEUED}') AND due_at <= statement_timestamp()
    ORDER BY due_at, id LIMIT %(size)s
    FOR NO KEY UPDATE SKIP LOCKED
), leased AS (
    UPDATE events_delivery AS delivery
    SET state = '{State.QUEUED}', sent = due.sent + 1,
        due_at = statement_timestamp() + %(first)s * interval '1 second' * 2 ^ least(due.sent, %(doublings)s)
    FROM due WHERE delivery.id = due.id
    RETURNING delivery.id, delivery.handler, due.sent, due.due_at
)
SELECT id, handler, sent FROM leased ORDER BY due_at, id
"""  # noqa: S608 -- constants of ours


def relay_due(*, batch: int = BATCH) -> int:
    """Send everything that is due; return how many messages that were."""
    total = sent = relay_batch(size=batch)
    while sent == batch:
        sent = relay_batch(size=batch)
        total += sent
    return total


def relay_batch(*, size: int = BATCH) -> int:
    """Lease up to ``size`` due deliveries and send them to their queues; return how many.

    Leased rows are committed before anything is sent: a crash in between only
    delays a delivery until its lease ends, and nothing waits on Redis while it
    holds locks.
    """
    leased = _lease(size)
    messages = _messages(leased)
    sent = 0
    try:
        for message in messages:
            _send(message)
            sent += 1
    finally:
        _release([pk for message in messages[sent:] for pk in message.delivery_ids])
    return len(leased)


@dataclass(frozen=True)
class Leased:
    """A delivery that was due. ``sent`` counts the messages it had before this one."""

    pk: int
    handler: str
    sent: int


@dataclass(frozen=True)
class Message:
    queue: str
    delivery_ids: list[int]
    again: bool = False


def _messages(leased: Iterable[Leased]) -> list[Message]:
    """Deliveries for one queue travel together; whatever has been sent before, alone."""
    messages: list[Message] = []
    filling: dict[str, Message] = {}
    for delivery in leased:
        queue = registry.queue(delivery.handler)
        if delivery.sent:
            messages.append(Message(queue, [delivery.pk], again=True))
        elif queue in filling and len(filling[queue].delivery_ids) < TOGETHER_IN.get(
            queue, TOGETHER
        ):
            filling[queue].delivery_ids.append(delivery.pk)
        else:
            filling[queue] = Message(queue, [delivery.pk])
            messages.append(filling[queue])
    return messages


def _lease(size: int) -> list[Leased]:
    values = {"size": size, "first": lease().total_seconds(), "doublings": DOUBLINGS}
    with preparing(), connection.cursor() as cursor:
        cursor.execute(_LEASE, values)
        return [Leased(*row) for row in cursor.fetchall()]


def _release(unsent: list[int]) -> None:
    """The broker is away: take the leases back, so that they need not run out first."""
    if unsent:
        Delivery.objects.filter(pk__in=unsent, state=State.QUEUED).update(
            state=State.PENDING, sent=Greatest(F("sent") - 1, 0), due_at=Now()
        )


def _send(message: Message) -> None:
    current_app.send_task(
        TASK,
        args=[message.delivery_ids],
        kwargs={"again": message.again},
        queue=message.queue,
        retry=False,
    )
