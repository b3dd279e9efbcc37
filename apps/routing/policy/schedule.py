"""When waves begin and people are looked for in them, how far each reaches and how sure it wants to be."""

from __future__ import annotations

from bisect import bisect_right

WINDOW = 600.0  # seconds: the promise

_CALM = (0.0, 120.0, 300.0, 480.0)
_URGENT = (0.0, 60.0, 180.0, 360.0)
_EVERY, _URGENT_EVERY = 60.0, 30.0  # seconds between two looks within a wave
_LAST = 500.0  # of somebody asked later hardly one answer in ten comes in time
_TARGETS = (0.50, 0.40, 0.35, 0.30)
_URGENT_TARGETS = (0.65, 0.55, 0.45, 0.40)
_MOST = (3, 3, 3, 2)
_URGENT_MOST = (4, 3, 3, 2)
_REACH = (1, 2, 3, 3)


def waves(is_urgent: bool) -> tuple[float, ...]:  # noqa: FBT001  # the question's own flag, always passed by itself
    """Seconds after the question at which waves begin."""
    return _URGENT if is_urgent else _CALM


def wave_at(elapsed: float, *, is_urgent: bool) -> int:
    """The wave that is on so many seconds after the question, 0 for the first."""
    return max(bisect_right(waves(is_urgent), elapsed) - 1, 0)


def is_next_door(wave: int, *, is_urgent: bool) -> bool:
    """Whether it is the wave after the last, of the neighbouring 읍면동: counted by itself."""
    return wave >= len(waves(is_urgent))


def looks(*, is_urgent: bool) -> tuple[float, ...]:
    """Seconds after the question at which people may be asked: as waves begin, and between."""
    begin = waves(is_urgent)
    every = _URGENT_EVERY if is_urgent else _EVERY
    moments: list[float] = []
    for first, after in zip(begin, (*begin[1:], _LAST + 1), strict=True):
        moment = first
        while moment < after - every / 2 or moment == first:
            moments.append(moment)
            moment += every
    return tuple(moments)


def target(wave: int, *, is_urgent: bool) -> float:
    """The chance of at least one useful answer in time that a wave is filled up to."""
    targets = _URGENT_TARGETS if is_urgent else _TARGETS
    return targets[min(wave, len(targets) - 1)]


def most(wave: int, *, is_urgent: bool) -> int:
    """How many a wave waits for at a time, whatever the chance."""
    counts = _URGENT_MOST if is_urgent else _MOST
    return counts[min(wave, len(counts) - 1)]


def reach(wave: int) -> int:
    """The farthest `Candidate.nearness` a wave asks."""
    return _REACH[min(wave, len(_REACH) - 1)]
