"""Stops mail to addresses that a provider says it is no use, or no welcome, to write to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anymail.signals import EventType, tracking

from apps.notifications.enums import Trouble
from apps.notifications.services.devices import suppress

TROUBLES = {EventType.BOUNCED: Trouble.BOUNCED, EventType.COMPLAINED: Trouble.COMPLAINED}


def note(*, event: Any, **_rest: object) -> None:
    """What is only late, or a mailbox that is full today, is not trouble."""
    trouble = TROUBLES.get(event.event_type)
    if trouble is not None and event.recipient and not _is_passing(event.esp_event):
        suppress(email=event.recipient, trouble=trouble, detail=event.description or "")


def _is_passing(told: Any) -> bool:
    """Some providers call a soft bounce a bounce and say which in their own words."""
    if not isinstance(told, Mapping):
        return False
    words = {str(told.get(name, "")).lower() for name in ("Type", "type", "event")}
    return bool(words & {"softbounce", "soft_bounce", "transient", "blocked"})


def listen() -> None:
    tracking.connect(note, dispatch_uid="notifications.bounces")
