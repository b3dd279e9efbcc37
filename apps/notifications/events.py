"""What this app tells the others."""

from __future__ import annotations

from collections.abc import Sequence

from apps.events.services.publishing import publish

# A line was added, read or taken back: the number beside 알림 may be another one.
NOTIFICATIONS_CHANGED = "notifications.changed"


def notifications_changed(recipient_ids: Sequence[int]) -> None:
    publish(NOTIFICATIONS_CHANGED, {"recipientIds": [str(pk) for pk in recipient_ids]})
