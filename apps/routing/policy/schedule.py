"""When waves go out, how far each reaches and how sure each wants to be of one useful answer."""

from __future__ import annotations

WINDOW = 600.0  # seconds: the promise

_CALM = (0.0, 120.0, 300.0, 480.0)
_URGENT = (0.0, 60.0, 180.0, 360.0)
_TARGETS = (0.65, 0.75, 0.80, 0.70)
_URGENT_TARGETS = (0.75, 0.85, 0.90, 0.80)
_MOST = (3, 3, 2, 2)
_URGENT_MOST = (4, 3, 2, 2)
_REACH = (1, 2, 3, 3)


def waves(is_urgent: bool) -> tuple[float, ...]:  # noqa: FBT001  # the question's own flag, always passed by itself
    """Seconds after the question at which waves go out."""
    return _URGENT if is_urgent else _CALM


def target(wave: int, *, is_urgent: bool) -> float:
    """The chance of at least one useful answer in time that a wave is filled up to."""
    targets = _URGENT_TARGETS if is_urgent else _TARGETS
    return targets[min(wave, len(targets) - 1)]


def most(wave: int, *, is_urgent: bool) -> int:
    """How many a wave asks at most, whatever the chance."""
    counts = _URGENT_MOST if is_urgent else _MOST
    return counts[min(wave, len(counts) - 1)]


def reach(wave: int) -> int:
    """The farthest `Candidate.nearness` a wave asks."""
    return _REACH[min(wave, len(_REACH) - 1)]
