"""What the relay sends to the workers: the outbox, and whatever else keeps what is due in rows.

A relay hands over what is due and returns how many messages that was; it is called again at once while it
hands over as many as it takes at a time, otherwise at the next NOTIFY of the outbox's channel or second.
"""

from __future__ import annotations

from collections.abc import Callable

Relay = Callable[[], int]

_relays: list[Relay] = []


def register(relay: Relay) -> Relay:
    if relay not in _relays:
        _relays.append(relay)
    return relay


def relay_all() -> int:
    """Let each hand over what is due; return how many messages that was. All have their turn."""
    return sum(relay() for relay in _relays)
