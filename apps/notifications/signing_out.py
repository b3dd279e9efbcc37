"""Whoever signs out of a browser is not told there any more: the next to sit before it may be another."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest

from apps.accounts.events import SESSIONS_ENDED
from apps.events.registry import Occurrence
from apps.notifications.registering import on
from apps.notifications.services import devices
from apps.notifications.views.devices import DEVICE


def forget_browser(*, request: HttpRequest | None = None, **_rest: Any) -> None:
    """Sent before the session is emptied."""
    device_id = request.session.get(DEVICE) if request is not None else None
    if device_id is not None:
        devices.forget(device_id=device_id)


@on(SESSIONS_ENDED)
def forget_devices(event: Occurrence) -> None:
    """Stopped, or signed out everywhere. Whoever is still signed in is asked again."""
    devices.forget_all(person_id=int(event.payload["userId"]))


def listen() -> None:
    user_logged_out.connect(forget_browser, dispatch_uid="notifications.signing_out")
