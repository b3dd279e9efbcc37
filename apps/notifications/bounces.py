"""Stops mail to addresses that a provider says it is no use, or no welcome, to write to."""

from __future__ import annotations

from typing import Any

from anymail.signals import EventType, tracking

from apps.notifications.enums import Trouble
from apps.notifications.services.devices import suppress

TROUBLES = {EventType.BOUNCED: Trouble.BOUNCED, EventType.COMPLAINED: Trouble.COMPLAINED}


def note(*, event: Any, **_rest: object) -> None:
    """What is only late (``deferred``) is not trouble."""
    trouble = TROUBLES.get(event.event_type)
    if trouble is not None and event.recipient:
        suppress(email=event.recipient, trouble=trouble, detail=event.description or "")


def listen() -> None:
    tracking.connect(note, dispatch_uid="notifications.bounces")
