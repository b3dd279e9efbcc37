"""Running a handler exactly once, however often its message arrives."""

from __future__ import annotations

import logging
import random
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from apps.events import registry
from apps.events.enums import State
from apps.events.models import Delivery

logger = logging.getLogger(__name__)

FIRST_RETRY = 2.0  # seconds; doubles each time
LONGEST_RETRY = 3600.0


class UnknownHandler(LookupError):
    """The event was addressed to a handler that this release no longer has."""


def deliver(*, delivery_id: int) -> bool:
    """Run the delivery's handler once; True if this call did it.

    The handler and the mark that it ran commit together. A second message, or
    one that comes while the first is running, finds nothing to do.
    """
    try:
        with transaction.atomic():
            delivery = (
                Delivery.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("event")
                .filter(pk=delivery_id, state__in=(State.PENDING, State.QUEUED))
                .first()
            )
            if delivery is None:
                return False
            _run(delivery)
            Delivery.objects.filter(pk=delivery.pk).update(
                state=State.DONE, done_at=Now(), last_error=""
            )
    except Exception as error:  # noqa: BLE001 -- whatever a handler raises must not be lost
        _record_failure(delivery_id, error)
        return False
    return True


def retry(*, delivery_id: int) -> bool:
    """Give a dead delivery a fresh set of attempts, as an operator asks."""
    return bool(
        Delivery.objects.dead()
        .filter(pk=delivery_id)
        .update(state=State.PENDING, attempts=0, due_at=Now())
    )


def _run(delivery: Delivery) -> None:
    handler = registry.by_name(delivery.handler)
    if handler is None:
        raise UnknownHandler(delivery.handler)
    event = delivery.event
    handler.run(registry.Occurrence(event_id=event.pk, type=event.type, payload=event.payload))


@transaction.atomic
def _record_failure(delivery_id: int, error: Exception) -> None:
    delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None or delivery.state == State.DONE:
        return
    handler = registry.by_name(delivery.handler)
    exhausted = handler is None or delivery.attempts >= handler.max_attempts
    logger.exception(
        "handler %s failed on event %s (attempt %s)",
        delivery.handler,
        delivery.event_id,
        delivery.attempts,
        exc_info=error,
    )
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.DEAD if exhausted else State.PENDING,
        due_at=Now() + _backoff(delivery.attempts),
        last_error=f"{type(error).__name__}: {error}"[:2000],
    )


def _backoff(attempts: int) -> timedelta:
    """Exponential, with jitter so that a crowd of failures does not come back as one."""
    ceiling = min(LONGEST_RETRY, FIRST_RETRY * 2 ** max(0, attempts - 1))
    return timedelta(seconds=ceiling * random.uniform(0.5, 1.0))  # noqa: S311 -- not a secret
