"""What this app tells the others."""

from __future__ import annotations

from apps.events.services.publishing import publish

# A line was added, read or taken back: the number beside 알림 may be another one.
NOTIFICATIONS_CHANGED = "notifications.changed"


def notifications_changed(recipient_id: int) -> None:
    publish(NOTIFICATIONS_CHANGED, {"recipientId": str(recipient_id)})
