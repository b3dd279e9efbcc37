"""Addresses in messages: absolute, signed, and good while signed out."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from apps.core.links import absolute
from apps.notifications.enums import Channel
from apps.notifications.models import Dispatch

_OPENING = signing.Signer(salt="notifications.opening")
_STOPPING = signing.Signer(salt="notifications.stopping")
# In place of a kind: no more digests; no more mail at all.
DIGEST, EVERYTHING = "digest", "everything"


@dataclass(frozen=True)
class Stopping:
    """What an address in a message stops."""

    person_id: int
    kind: str
    channel: Channel


def opening(dispatch: Dispatch) -> str:
    """Leads to what the message is about, and notes that it was opened."""
    token = _OPENING.sign(str(dispatch.pk))
    return absolute(reverse("notifications:opened", args=[token]))


def opened(token: str) -> int | None:
    """The message's id, if the address is one of ours."""
    try:
        return int(_OPENING.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def stopping(person_id: int, kind: str, channel: Channel) -> str:
    """Stops messages of a kind by one tap. It does not end: an old mail's address must work."""
    token = _STOPPING.sign(f"{person_id}.{kind}.{channel}")
    return absolute(reverse("notifications:stop", args=[token]))


def stopped(token: str) -> Stopping | None:
    try:
        person_id, kind, channel = _STOPPING.unsign(token).split(".")
        return Stopping(int(person_id), kind, Channel(channel))
    except (signing.BadSignature, ValueError):
        return None
