from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.db import connection, transaction

from apps.core.prepared import preparing
from apps.events import registry
from apps.events.enums import State
from apps.events.models import Event
from apps.events.services import taking
from apps.events.services.delivering import deliver_all
from apps.events.services.leasing import lease

CHANNEL = "outbox"
# Every post does this while others wait for its locks: one statement in place of three.
_RECORD = f"""
WITH event AS (
    INSERT INTO events_event (type, payload) VALUES (%(type)s, %(payload)s::jsonb) RETURNING id
), sent AS (
    INSERT INTO events_delivery (event_id, handler, state, attempts, sent, last_error)
    SELECT event.id, handler, '{State.PENDING}', 0, 0, ''
    FROM event, unnest(%(handlers)s::text[]) AS handler
    RETURNING id
), taken AS (
    INSERT INTO events_delivery (event_id, handler, state, attempts, sent, last_error, due_at)
    SELECT event.id, handler, '{State.QUEUED}', 0, 1, '',
           statement_timestamp() + %(lease)s * interval '1 second'
    FROM event, unnest(%(taken)s::text[]) AS handler
    RETURNING id
)
SELECT event.id, ARRAY(SELECT id FROM taken ORDER BY id),
       CASE WHEN EXISTS (SELECT FROM sent) THEN pg_notify('{CHANNEL}', '') END
FROM event
"""  # noqa: S608 -- constants of ours


def publish(event_type: str, payload: registry.Payload) -> Event:
    """Record that something happened, in the caller's transaction.

    Handlers registered with ``within`` run at once and may veto by raising;
    those registered with ``on`` run in a worker after commit, which may be
    this one (``taking``). If the transaction rolls back, nothing was published.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "publish() belongs inside the service's transaction"
        )
    handlers = registry.later(event_type, payload)
    values: dict[str, Any] = {
        "type": event_type,
        "payload": json.dumps(dict(payload)),
        "handlers": [each.name for each in handlers if not taking.takes(each.queue)],
        "taken": [each.name for each in handlers if taking.takes(each.queue)],
        "lease": lease().total_seconds(),
    }
    with preparing(), connection.cursor() as cursor:
        cursor.execute(_RECORD, values)
        event_id, taken, _notified = cursor.fetchone()
    if taken:
        transaction.on_commit(partial(deliver_all, delivery_ids=taken))
    event = Event(pk=event_id, type=event_type, payload=dict(payload))
    occurrence = registry.Occurrence(event_id=event.pk, type=event_type, payload=payload)
    for handle in registry.at_once(event_type):
        handle(occurrence)
    return event
