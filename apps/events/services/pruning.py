from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from apps.events.enums import State
from apps.events.models import Delivery, Event

KEEP = timedelta(days=30)
BATCH = 5_000


def prune(*, keep: timedelta = KEEP, batch: int = BATCH) -> int:
    """Delete events older than ``keep`` that nobody still has to hear of; return how many."""
    unfinished = Delivery.objects.filter(event=OuterRef("pk")).exclude(state=State.DONE)
    old = Event.objects.filter(~Exists(unfinished), occurred_at__lt=timezone.now() - keep)
    total = 0
    while ids := list(old.order_by("occurred_at").values_list("pk", flat=True)[:batch]):
        Event.objects.filter(pk__in=ids).delete()
        total += len(ids)
    return total
