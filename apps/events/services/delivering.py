"""Running a handler exactly once, however often its message arrives."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from apps.core.backoff import backoff
from apps.core.prepared import preparing
from apps.events import registry
from apps.events.enums import State
from apps.events.models import Delivery
from apps.events.services.leasing import lease

logger = logging.getLogger(__name__)

FIRST_RETRY = 2.0  # seconds; doubles each time
LONGEST_RETRY = 3600.0
ERROR_LENGTH = 2000

# Every event of the site passes here some times: no SQL is put together for it, and the mark that the
# handler ran is made in the same statement that locks the row. It counts once that has committed.
_TAKE = f"""
WITH mine AS (
    SELECT id FROM events_delivery
    WHERE id = %(delivery)s AND state IN ('{State.PENDING}', '{State.QUEUED}')
    FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE events_delivery AS delivery
SET state = '{State.DONE}', done_at = statement_timestamp(), last_error = '',
    attempts = attempts + %(attempt)s
FROM mine, events_event AS event
WHERE delivery.id = mine.id AND event.id = delivery.event_id
RETURNING delivery.handler, event.id, event.type, event.payload::text
"""  # noqa: S608 -- constants of ours


class UnknownHandler(LookupError):
    """The event was addressed to a handler that this release does not have (yet, or any more)."""


def deliver(*, delivery_id: int, again: bool = False) -> bool:
    """Run the delivery's handler once; True if this call did it.

    The handler and the mark that it ran commit together. A second message, or
    one that comes while the first is running, finds nothing to do.

    ``again``: it may have been begun before without an end. A handler that takes its
    worker down with it reports nothing, so from then on an attempt is counted before it
    is made, and such a delivery ends as DEAD instead of killing workers for ever. The
    first time, counting ahead would cost a transaction.
    """
    if again and not _begin(delivery_id):
        return False
    try:
        return _complete(delivery_id, counted=again)
    except Exception as error:  # noqa: BLE001 -- whatever a handler raises must not be lost
        _record_failure(delivery_id, error, counted=again)
        return False


def deliver_all(*, delivery_ids: Sequence[int], again: bool = False) -> int:
    """One after the other; return how many handlers this call ran."""
    return sum(deliver(delivery_id=pk, again=again) for pk in delivery_ids)


def retry(*, delivery_id: int) -> bool:
    """Give a dead delivery a fresh set of attempts, as an operator asks."""
    return bool(
        Delivery.objects.dead()
        .filter(pk=delivery_id)
        .update(state=State.PENDING, attempts=0, sent=0, due_at=Now())
    )


@transaction.atomic
def _begin(delivery_id: int) -> bool:
    """Count the attempt before it is made; False when there is nothing to do."""
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
def _complete(delivery_id: int, *, counted: bool) -> bool:
    with preparing(), connection.cursor() as cursor:
        cursor.execute(_TAKE, {"delivery": delivery_id, "attempt": 0 if counted else 1})
        row = cursor.fetchone()
    if row is None:
        return False
    name, event_id, event_type, payload = row
    handler = registry.by_name(name)
    if handler is None:
        raise UnknownHandler(name)
    handler.run(registry.Occurrence(event_id, event_type, json.loads(payload)))
    return True


def _lock(delivery_id: int) -> Delivery | None:
    """The delivery if it is still to be made and nobody is making it."""
    waiting = Delivery.objects.select_for_update(skip_locked=True, no_key=True)
    return waiting.filter(pk=delivery_id, state__in=(State.PENDING, State.QUEUED)).first()


@transaction.atomic
def _record_failure(delivery_id: int, error: Exception, *, counted: bool) -> None:
    delivery = Delivery.objects.select_for_update(no_key=True).filter(pk=delivery_id).first()
    if delivery is None or delivery.state == State.DONE:
        return
    attempts = delivery.attempts + (not counted)
    logger.error(
        "handler %s failed on event %s (attempt %s)",
        delivery.handler,
        delivery.event_id,
        attempts,
        exc_info=error,
    )
    exhausted = attempts >= registry.max_attempts(delivery.handler)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.DEAD if exhausted else State.PENDING,
        attempts=attempts,
        sent=0,
        due_at=Now() + backoff(attempts, first=FIRST_RETRY, factor=2, longest=LONGEST_RETRY),
        last_error=f"{type(error).__name__}: {error}".replace("\0", "")[:ERROR_LENGTH],
    )
