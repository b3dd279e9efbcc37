"""How long a message may be on its way before it counts as lost and is sent again.

A message may be lost (Redis restarted) or merely wait behind others (no worker
for an hour). Each further message for the same delivery therefore waits twice
as long, so that an outage does not fill the queue with copies. A handler that
is merely slow does no harm: it holds the row's lock, and the second message
finds it done.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

DOUBLINGS = 5


def lease(sent: int = 0) -> timedelta:
    """The time a message has, after ``sent`` others have had no effect."""
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS * 2 ** min(sent, DOUBLINGS))
