"""From the outbox to the workers. Safe to run in any number of processes at once."""

from __future__ import annotations

from datetime import timedelta

from celery import current_app
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from apps.events import registry
from apps.events.enums import State
from apps.events.models import Delivery

BATCH = 200
# A message not acknowledged in this time counts as lost and is sent again. A handler that is
# merely slow does no harm: it holds the row's lock, and the second message finds it done.
LEASE = timedelta(seconds=60)
TASK = "events.deliver"


def relay_batch(*, size: int = BATCH) -> int:
    """Lease up to ``size`` due deliveries and send them to their queues; return how many.

    Leased rows are committed before anything is sent: a crash in between only
    delays a delivery until its lease ends, and nothing waits on Redis while it
    holds locks.
    """
    leased = _lease(size)
    sent = 0
    try:
        for delivery in leased:
            _send(delivery)
            sent += 1
    finally:
        _release(leased[sent:])
    return len(leased)


def _lease(size: int) -> list[Delivery]:
    with transaction.atomic():
        rows = list(Delivery.objects.due().select_for_update(skip_locked=True)[:size])
        exhausted = [row for row in rows if row.attempts >= _max_attempts(row)]
        alive = [row for row in rows if row not in exhausted]
        # A handler that takes its worker down with it never reports; its leases are its attempts.
        Delivery.objects.filter(pk__in=[row.pk for row in exhausted]).update(
            state=State.DEAD, last_error="worker lost on every attempt"
        )
        Delivery.objects.filter(pk__in=[row.pk for row in alive]).update(
            state=State.QUEUED, attempts=F("attempts") + 1, due_at=Now() + LEASE
        )
    return alive


def _release(unsent: list[Delivery]) -> None:
    """The broker is away: take the leases back, so that they need not run out first."""
    Delivery.objects.filter(pk__in=[row.pk for row in unsent], state=State.QUEUED).update(
        state=State.PENDING, attempts=F("attempts") - 1, due_at=Now()
    )


def _send(delivery: Delivery) -> None:
    handler = registry.by_name(delivery.handler)
    queue = handler.queue if handler else "events"
    current_app.send_task(TASK, args=[delivery.pk], queue=queue, retry=False)


def _max_attempts(delivery: Delivery) -> int:
    handler = registry.by_name(delivery.handler)
    return handler.max_attempts if handler else 1
