"""Somebody new."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.events import USER_REGISTERED
from apps.events.registry import Occurrence, Payload
from apps.notifications.kinds.registry import LATER, Kind, register
from apps.notifications.models import Notification
from apps.notifications.registering import on
from apps.notifications.services.notifying import notify

# Named by the ledger, which this app does not import: it is told, like everybody else.
POINTS_EARNED = "points.earned"
SIGN_UP = "sign_up"


def _sentence(line: Notification) -> str:
    if not line.points:
        return _("동네물어봐에 오신 걸 환영해요")
    return _("환영해요. 가입 선물로 %(points)s포인트를 드렸어요") % {"points": f"{line.points:,}"}


def _address(line: Notification) -> str:
    return reverse("points:ledger") if line.points else reverse("questions:ask")


WELCOME = register(
    Kind("welcome", label="", icon="bell", sentence=_sentence, address=_address, priority=LATER)
)


def is_for_signing_up(earned: Payload) -> bool:
    return bool(earned["rule"] == SIGN_UP)


@on(USER_REGISTERED)
def greet(event: Occurrence) -> None:
    notify(recipient_id=int(event.payload["userId"]), kind=WELCOME)


@on(POINTS_EARNED, when=is_for_signing_up)
def greet_with_points(event: Occurrence) -> None:
    """The points of signing up join the greeting, whichever comes first."""
    notify(
        recipient_id=int(event.payload["userId"]),
        kind=WELCOME,
        points=int(event.payload["amount"]),
    )
