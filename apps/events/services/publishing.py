from __future__ import annotations

import json

from django.db import connection, transaction

from apps.events import registry
from apps.events.enums import State
from apps.events.models import Event

CHANNEL = "outbox"
# Every post does this while others wait for its locks: one statement in place of three.
_RECORD = f"""
WITH event AS (
    INSERT INTO events_event (type, payload) VALUES (%(type)s, %(payload)s::jsonb) RETURNING id
), delivery AS (
    INSERT INTO events_delivery (event_id, handler, state, attempts, sent, last_error)
    SELECT event.id, handler, '{State.PENDING}', 0, 0, ''
    FROM event, unnest(%(handlers)s::text[]) AS handler
    RETURNING id
)
SELECT event.id, CASE WHEN EXISTS (SELECT 1 FROM delivery) THEN pg_notify('{CHANNEL}', '') END
FROM event
"""  # noqa: S608 -- constants of ours


def publish(event_type: str, payload: registry.Payload) -> Event:
    """Record that something happened, in the caller's transaction.

    Handlers registered with ``within`` run at once and may veto by raising;
    those registered with ``on`` run in a worker after commit. If the
    transaction rolls back, nothing was published.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "publish() belongs inside the service's transaction"
        )
    handlers = [handler.name for handler in registry.later(event_type, payload)]
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORD,
            {"type": event_type, "payload": json.dumps(dict(payload)), "handlers": handlers},
        )
        event = Event(pk=cursor.fetchone()[0], type=event_type, payload=dict(payload))
    occurrence = registry.Occurrence(event_id=event.pk, type=event_type, payload=payload)
    for handle in registry.at_once(event_type):
        handle(occurrence)
    return event
