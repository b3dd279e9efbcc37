"""Counts that fade, kept so that fading costs nothing.

A contribution at time ``t`` is stored as ``weight × 2^((t − EPOCH) / half-life)`` and the sum is scaled
down when read ("forward decay", Cormode et al. 2009). Stored sums of different people can therefore
be compared, ordered and indexed as they are, and none has to be touched as time passes.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import exp, log

from apps.routing.policy.learning import HALF_LIFE

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
# Of reactions to being asked and of useful answers: the policy's own.
LEARNED = timedelta(seconds=HALF_LIFE)
# An ask fades so that one a day amounts to seven: the load of a week. Doubles hold it until 2039.
LOAD = timedelta(days=7) * log(2)
# Of the hours in which somebody is seen: habits change with the season.
RHYTHM = timedelta(weeks=3)


def stored(weight: float, at: datetime, half_life: timedelta) -> float:
    """What ``weight`` at ``at`` adds to a stored sum."""
    return float(weight * 2 ** ((at - EPOCH) / half_life))


def current(total: float, now: datetime, half_life: timedelta) -> float:
    """What a stored sum is worth at ``now``."""
    return float(total * 2 ** (-((now - EPOCH) / half_life)))


def weeks_behind(since: datetime, now: datetime) -> float:
    """How many weeks fading counts stand for that began at ``since``."""
    passed = max((now - since) / timedelta(weeks=1), 0.0)
    fades = log(2) / (RHYTHM / timedelta(weeks=1))
    return (1 - exp(-fades * passed)) / fades
