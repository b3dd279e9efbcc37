"""From the rows to the workers: what is due, the most urgent first, no faster than each way allows.

What waits for its turn waits in the database, where an ask still overtakes a hundred thousand digests.
"""

from __future__ import annotations

from celery import current_app
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from apps.core.bucket import give_back, take
from apps.core.prepared import preparing
from apps.notifications.enums import UNSENT, Channel, State
from apps.notifications.kinds.registry import LATER, URGENT, USUAL
from apps.notifications.models import Dispatch

BATCH = 200
TASK = "notifications.send"
QUEUES = {Channel.PUSH: "notification", Channel.EMAIL: "email"}
# Seconds a message may wait for a worker before it counts as lost and is sent again.
LEASE = 60

_UNSENT = "state IN ({})".format(", ".join(f"'{state}'" for state in UNSENT))
_DUE = "SELECT {}".format(
    ", ".join(
        f"EXISTS (SELECT FROM notifications_dispatch WHERE channel = '{channel}' AND {_UNSENT}"
        " AND due_at <= statement_timestamp())"
        for channel in QUEUES
    )
)
_OF_PRIORITY = """
(SELECT id FROM notifications_dispatch
 WHERE channel = %(channel)s AND priority = {priority} AND {unsent} AND due_at <= statement_timestamp()
 ORDER BY due_at, id LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED)
"""
# Of one that was SENDING when its time was over, nobody knows whether it arrived.
_LEASE_SQL = f"""
WITH {
    ", ".join(
        f"p{priority} AS MATERIALIZED {_OF_PRIORITY.format(priority=priority, unsent=_UNSENT)}"
        for priority in (URGENT, USUAL, LATER)
    )
}, due AS (
    SELECT id, {URGENT} AS turn FROM p{URGENT} UNION ALL SELECT id, {USUAL} FROM p{USUAL}
    UNION ALL SELECT id, {LATER} FROM p{LATER} ORDER BY turn, id LIMIT %(most)s
)
UPDATE notifications_dispatch AS dispatch
SET state = CASE WHEN dispatch.state IN ('{State.SENDING}', '{State.LOST}') THEN '{State.LOST}'
                 ELSE '{State.QUEUED}' END,
    due_at = statement_timestamp() + interval '{LEASE} seconds'
FROM due WHERE dispatch.id = due.id
RETURNING dispatch.id, due.turn
"""  # noqa: S608 -- constants of ours


def queue_due() -> int:
    """Hand what is due and allowed to the workers; return how many messages that was."""
    return sum(_queue(channel) for channel in _due_channels())


def _due_channels() -> list[Channel]:
    """Looked at for every event: most times nothing is due, and Valkey need not be asked."""
    with preparing(), connection.cursor() as cursor:
        cursor.execute(_DUE)
        return [
            Channel(name) for name, is_any in zip(QUEUES, cursor.fetchone(), strict=True) if is_any
        ]


def _queue(channel: Channel) -> int:
    allowed = take(channel, BATCH, per_minute=settings.MESSAGES_PER_MINUTE[channel])
    if not allowed:
        return 0
    leased = _lease(channel, allowed)
    sent = 0
    try:
        for pk in leased:
            current_app.send_task(TASK, args=[pk], queue=QUEUES[channel], retry=False)
            sent += 1
    finally:
        _release(leased[sent:])
        give_back(channel, allowed - sent)
    return sent


def _lease(channel: Channel, most: int) -> list[int]:
    with preparing(), connection.cursor() as cursor:
        cursor.execute(_LEASE_SQL, {"channel": channel, "most": most})
        return [pk for pk, _turn in sorted(cursor.fetchall(), key=lambda row: (row[1], row[0]))]


def _release(unsent: list[int]) -> None:
    """The broker is away: take the leases back, so that they need not run out first."""
    if unsent:
        Dispatch.objects.filter(pk__in=unsent).update(due_at=Now())
