"""When people are usually there, from how often they were seen in each hour of the week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

HOURS = 168

# How many in a hundred are awake and may look at a phone, by hour of the day: a guess until somebody's own
# counts say otherwise.
_AWAKE = (
    30, 15, 8, 5, 6, 15, 40, 70, 85, 90, 90, 90,
    95, 95, 90, 90, 90, 95, 95, 95, 95, 95, 85, 60,
)  # fmt: skip
_PRIOR = 0.08  # seen in an hour awake by somebody of whom nothing is known yet
_PRIOR_WEIGHT = 4.0  # as many observed hours
_NEXT_HOUR = 0.5  # what an observation of the hour before or after tells of this hour
_OTHER_DAY = 0.4  # what the same hour of another day tells: most people keep a daily routine


def hour_of_week(moment: datetime) -> int:
    """Of a moment in Asia/Seoul."""
    return moment.weekday() * 24 + moment.hour


def awake(hour: int) -> float:
    """Share of people who are up in this hour of the week."""
    return _AWAKE[hour % 24] / 100


def telling(hour: int) -> tuple[int, ...]:
    """The hours whose counts `usual` looks at: this one, its neighbours and its like on other days."""
    near = ((hour - 1) % HOURS, (hour + 1) % HOURS)
    return (hour % HOURS, *near, *((hour + 24 * day) % HOURS for day in range(1, 7)))


def usual(
    counts: Mapping[int, float] | Sequence[float],
    hour: int,
    weeks: float = 4.0,
    *,
    worth: float = 1.0,
) -> float:
    """The chance to see this person in an hour of the week.

    `counts`: for each of the 168 hours, in how many weeks they were seen in it. `weeks`: how many weeks the
    counts stand for, at least a part of one for somebody new. `worth`: what one count is worth by now.
    """
    seen = counts[hour % HOURS]
    near = counts[(hour - 1) % HOURS] + counts[(hour + 1) % HOURS]
    routine = sum(counts[(hour + 24 * day) % HOURS] for day in range(1, 7))
    evidence = worth * (seen + _NEXT_HOUR * near + _OTHER_DAY * routine)
    trials = max(weeks, 0.0) * (1 + 2 * _NEXT_HOUR + 6 * _OTHER_DAY)
    prior = _PRIOR * awake(hour)
    return min(
        1.0, (evidence + _PRIOR_WEIGHT * prior) / max(trials + _PRIOR_WEIGHT, evidence, 1e-9)
    )
