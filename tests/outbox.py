"""Running handlers in a test without a relay and a worker."""

from __future__ import annotations

from apps.events.enums import State
from apps.events.models import Delivery
from apps.events.services.delivering import deliver


def drain() -> int:
    """Deliver what has been published, and what that publishes in turn; return how many.

    A handler that fails fails the test.
    """
    delivered = 0
    while waiting := list(
        Delivery.objects.exclude(state=State.DONE).order_by("pk").values_list("pk", flat=True)
    ):
        for pk in waiting:
            delivered += deliver(delivery_id=pk)
            failed = Delivery.objects.exclude(state=State.DONE).filter(pk=pk).first()
            if failed is not None:
                raise AssertionError(f"{failed}: {failed.last_error}")
    return delivered
