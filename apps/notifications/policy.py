"""Whether a message may leave now. Pure: what is known goes in, what happens comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from apps.notifications.enums import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a message and its reader at the moment it would leave."""

    now: datetime
    # The message is about something that is still there and that the reader may see.
    is_there: bool = True
    is_read: bool = False
    is_blocked: bool = False
    is_muted: bool = False
    # The reader's account goes on, the channel is chosen for this kind, and the address takes messages.
    is_active: bool = True
    is_chosen: bool = True
    is_reachable: bool = True
    # The first moment at which the reader may be disturbed, if that is not now.
    quiet_until: datetime | None = None
    # Messages since the reader's day began, and the most they want.
    sent_today: int = 0
    daily_limit: int = 1
    # After this it is not worth sending.
    worthless_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Send:
    pass


@dataclass(frozen=True, slots=True)
class Postpone:
    until: datetime


@dataclass(frozen=True, slots=True)
class Skip:
    why: Why


Decision = Send | Postpone | Skip


def decide(facts: Facts) -> Decision:
    """Against the reader's will nothing leaves; what does not leave is in the inbox all the same."""
    if refused := _refused(facts):
        return Skip(refused)
    if facts.worthless_at is not None and facts.now >= facts.worthless_at:
        return Skip(Why.LATE)
    if facts.quiet_until is not None:
        if facts.worthless_at is not None and facts.quiet_until >= facts.worthless_at:
            return Skip(Why.QUIET)
        return Postpone(facts.quiet_until)
    if facts.sent_today >= facts.daily_limit:
        return Skip(Why.LIMIT)
    return Send()


def _refused(facts: Facts) -> Why | None:
    reasons = (
        (not facts.is_active, Why.AWAY),
        (not facts.is_there, Why.GONE),
        (facts.is_read, Why.READ),
        (facts.is_blocked, Why.BLOCKED),
        (facts.is_muted, Why.MUTED),
        (not facts.is_chosen, Why.OFF),
        (not facts.is_reachable, Why.ADDRESS),
    )
    return next((why for applies, why in reasons if applies), None)
