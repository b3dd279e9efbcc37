"""What came of handing a message to a mail or push server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """Taken over."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The address does not exist any more."""

    error: str = ""


@dataclass(frozen=True, slots=True)
class TryLater:
    """Certainly not taken over. ``after``: seconds the server asked to wait, if it said."""

    error: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """The server could not be reached at all."""

    error: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Not taken over, and trying again would not change that."""

    error: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """The server fell silent with the message in its hands: it may have arrived."""

    error: str


Outcome = Sent | Gone | TryLater | Away | Refused | Unsure
