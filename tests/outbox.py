"""Running handlers in a test without a relay and a worker."""

from __future__ import annotations

from django.db.models import QuerySet

from apps.events.enums import State
from apps.events.models import Delivery
from apps.events.services.delivering import deliver


def drain() -> int:
    """Deliver what has been published, and what that publishes in turn; return how many.

    A handler that fails fails the test.
    """
    delivered = 0
    while waiting := list(_undone().order_by("pk").values_list("pk", flat=True)):
        for pk in waiting:
            delivered += deliver(delivery_id=pk)
        failed = _undone().filter(pk__in=waiting).first()
        if failed is not None:
            raise AssertionError(f"{failed}: {failed.last_error}")
    return delivered


def _undone() -> QuerySet[Delivery]:
    return Delivery.objects.exclude(state=State.DONE)
