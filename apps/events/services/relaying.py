"""From the outbox to the workers. Safe to run in any number of processes at once."""

from __future__ import annotations

from celery import current_app
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest, Now

from apps.events import registry
from apps.events.enums import State
from apps.events.models import Delivery
from apps.events.services.leasing import DOUBLINGS, lease

BATCH = 200
TASK = "events.deliver"


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
    sent = 0
    try:
        for delivery in leased:
            _send(delivery)
            sent += 1
    finally:
        _release(leased[sent:])
    return len(leased)


@transaction.atomic
def _lease(size: int) -> list[Delivery]:
    due = Delivery.objects.due().select_for_update(skip_locked=True, no_key=True)
    rows = list(due.only("pk", "handler", "sent")[:size])
    for doublings in {min(row.sent, DOUBLINGS) for row in rows}:
        alike = [row.pk for row in rows if min(row.sent, DOUBLINGS) == doublings]
        Delivery.objects.filter(pk__in=alike).update(
            state=State.QUEUED, sent=F("sent") + 1, due_at=Now() + lease(doublings)
        )
    return rows


def _release(unsent: list[Delivery]) -> None:
    """The broker is away: take the leases back, so that they need not run out first."""
    if unsent:
        Delivery.objects.filter(pk__in=[row.pk for row in unsent], state=State.QUEUED).update(
            state=State.PENDING, sent=Greatest(F("sent") - 1, 0), due_at=Now()
        )


def _send(delivery: Delivery) -> None:
    current_app.send_task(
        TASK, args=[delivery.pk], queue=registry.queue(delivery.handler), retry=False
    )
