"""Running a handler exactly once, however often its message arrives."""

from __future__ import annotations

import logging
import random
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from apps.events import registry
from apps.events.enums import State
from apps.events.models import Delivery
from apps.events.services.leasing import lease

logger = logging.getLogger(__name__)

FIRST_RETRY = 2.0  # seconds; doubles each time
LONGEST_RETRY = 3600.0
ERROR_LENGTH = 2000


class UnknownHandler(LookupError):
    """The event was addressed to a handler that this release does not have (yet, or any more)."""


def deliver(*, delivery_id: int) -> bool:
    """Run the delivery's handler once; True if this call did it.

    The handler and the mark that it ran commit together. A second message, or
    one that comes while the first is running, finds nothing to do.
    """
    if not _begin(delivery_id):
        return False
    try:
        return _complete(delivery_id)
    except Exception as error:  # noqa: BLE001 -- whatever a handler raises must not be lost
        _record_failure(delivery_id, error)
        return False


def retry(*, delivery_id: int) -> bool:
    """Give a dead delivery a fresh set of attempts, as an operator asks."""
    return bool(
        Delivery.objects.dead()
        .filter(pk=delivery_id)
        .update(state=State.PENDING, attempts=0, sent=0, due_at=Now())
    )


@transaction.atomic
def _begin(delivery_id: int) -> bool:
    """Count the attempt before it is made; False when there is nothing to do.

    A handler that takes its worker down with it reports nothing. Its attempts
    are counted all the same, so that it ends as DEAD instead of killing
    workers for ever.
    """
    delivery = _lock(delivery_id)
    if delivery is None:
        return False
    row = Delivery.objects.filter(pk=delivery.pk)
    if delivery.attempts >= registry.max_attempts(delivery.handler):
        row.update(
            state=State.DEAD, last_error=delivery.last_error or "worker lost on every attempt"
        )
        return False
    row.update(state=State.QUEUED, attempts=F("attempts") + 1, sent=1, due_at=Now() + lease())
    return True


@transaction.atomic
def _complete(delivery_id: int) -> bool:
    delivery = _lock(delivery_id)
    if delivery is None:
        return False
    handler = registry.by_name(delivery.handler)
    if handler is None:
        raise UnknownHandler(delivery.handler)
    event = delivery.event
    handler.run(registry.Occurrence(event_id=event.pk, type=event.type, payload=event.payload))
    Delivery.objects.filter(pk=delivery.pk).update(state=State.DONE, done_at=Now(), last_error="")
    return True


def _lock(delivery_id: int) -> Delivery | None:
    """The delivery if it is still to be made and nobody is making it."""
    return (
        Delivery.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .select_related("event")
        .filter(pk=delivery_id, state__in=(State.PENDING, State.QUEUED))
        .first()
    )


@transaction.atomic
def _record_failure(delivery_id: int, error: Exception) -> None:
    delivery = Delivery.objects.select_for_update(no_key=True).filter(pk=delivery_id).first()
    if delivery is None or delivery.state == State.DONE:
        return
    logger.error(
        "handler %s failed on event %s (attempt %s)",
        delivery.handler,
        delivery.event_id,
        delivery.attempts,
        exc_info=error,
    )
    exhausted = delivery.attempts >= registry.max_attempts(delivery.handler)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.DEAD if exhausted else State.PENDING,
        sent=0,
        due_at=Now() + _backoff(delivery.attempts),
        last_error=f"{type(error).__name__}: {error}".replace("\0", "")[:ERROR_LENGTH],
    )


def _backoff(attempts: int) -> timedelta:
    """Exponential, with jitter so that a crowd of failures does not come back as one."""
    ceiling = min(LONGEST_RETRY, FIRST_RETRY * 2 ** max(0, attempts - 1))
    return timedelta(seconds=ceiling * random.uniform(0.5, 1.0))  # noqa: S311 -- not a secret
