from __future__ import annotations

from celery import shared_task

from apps.events.services import delivering, pruning, relaying


@shared_task(name="events.deliver")
def deliver(delivery_id: int) -> bool:
    return delivering.deliver(delivery_id=delivery_id)


@shared_task(name="events.sweep")
def sweep() -> int:
    """Send what the relay has missed, should it be down."""
    return relaying.relay_due()


@shared_task(name="events.prune")
def prune() -> int:
    return pruning.prune()
