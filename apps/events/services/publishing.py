from __future__ import annotations

from django.db import connection, transaction

from apps.events import registry
from apps.events.models import Delivery, Event

CHANNEL = "outbox"


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
    event = Event.objects.create(type=event_type, payload=dict(payload))
    occurrence = registry.Occurrence(event_id=event.pk, type=event_type, payload=payload)
    for handle in registry.at_once(event_type):
        handle(occurrence)
    deliveries = [
        Delivery(event=event, handler=handler.name) for handler in registry.later(event_type)
    ]
    if deliveries:
        Delivery.objects.bulk_create(deliveries)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return event
