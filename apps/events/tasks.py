from __future__ import annotations

from celery import Task, shared_task

from apps.events import relays
from apps.events.services import delivering, pruning


@shared_task(name="events.deliver", bind=True)
def deliver(self: Task, delivery_ids: list[int], *, again: bool = False) -> int:
    """``again`` says the relay, and the broker of what a worker took and did not finish."""
    redelivered = bool((self.request.delivery_info or {}).get("redelivered"))
    return delivering.deliver_all(delivery_ids=delivery_ids, again=again or redelivered)


@shared_task(name="events.sweep")
def sweep() -> int:
    """Send what the relay has missed, should it be down."""
    return relays.relay_all()


@shared_task(name="events.prune")
def prune() -> int:
    return pruning.prune()
