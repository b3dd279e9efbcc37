"""Deliveries that the process which causes them makes itself, right after its commit.

On the way from a question to somebody's page the router asks people and then tells their pages: the second
step would be a message to itself, by way of the relay and the broker. The row is written as if that message
had been sent, so that another worker takes over when this one dies in between.
"""

from __future__ import annotations

from collections.abc import Iterable

# Of the queues this process serves, those whose deliveries it does not send away: somebody waits, they are
# short, and nobody would be quicker.
SHORT = frozenset({"live"})

_queues: frozenset[str] = frozenset()


def serve(queues: Iterable[str]) -> None:
    """Say what this process, a worker, takes from the broker."""
    global _queues  # noqa: PLW0603 one fact per process
    _queues = SHORT.intersection(queues)


def takes(queue: str) -> bool:
    """Whether a delivery for ``queue`` that is caused here is made here."""
    return queue in _queues
