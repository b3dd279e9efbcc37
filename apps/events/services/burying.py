"""Sending a job again that had failed for good."""

from __future__ import annotations

from celery import current_app
from django.db import transaction
from django.utils import timezone

from apps.events.models import DeadTask


@transaction.atomic
def revive(*, dead_task_id: int) -> bool:
    """Send it to its queue once more; a second press does nothing, nor a broker that is away."""
    dead = (
        DeadTask.objects.select_for_update(no_key=True)
        .filter(pk=dead_task_id, retried_at=None)
        .first()
    )
    if dead is None:
        return False
    dead.retried_at = timezone.now()
    dead.save(update_fields=["retried_at"])
    current_app.send_task(
        dead.name, args=dead.args, kwargs=dead.kwargs, queue=dead.queue or None, retry=False
    )
    return True
