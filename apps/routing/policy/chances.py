"""How likely somebody answers in the time that is left.

A chance is built of what is common to everybody in the same circumstances (here or away, the hour, how near,
how skilled, how much time) and of what this person's own answers have shown.
"""

from __future__ import annotations

from functools import lru_cache
from math import erf, log, sqrt

from apps.routing.policy.facts import Asked, Candidate, Situation
from apps.routing.policy.hours import awake
from apps.routing.policy.schedule import WINDOW

# First guesses; every person's own factor corrects them.
HERE = 0.30  # somebody with the page open answers, sooner or later
AWAY = 0.03  # a cold ask within ten minutes, MoboQ: 1 - (1 - 0.28) ** (1 / 10.7)
CLAIMED = 0.85  # "제가 답할게요" and then an answer
NEARNESS = (1.0, 0.75, 0.45, 0.3)  # on the odds
SKILL_GAIN = 1.5  # on the odds, for the most skilled in what is asked
ANSWERS_GAIN = 0.5  # and for the most helpful in anything
USEFUL, USEFUL_SKILLED = 0.75, 0.95  # an answer is of use: of somebody unknown, of the most skilled
OWN_WEIGHT = 2.0  # expected answers before a person's own record outweighs everybody's
OWN_LEAST, OWN_MOST = 0.15, 6.0  # on the odds
_HIGHEST = 0.95

# Seconds from ask to answer, log-normal.
_HERE_MEDIAN, _AWAY_MEDIAN, _SPREAD = 150.0, 900.0, 0.8


def chance(candidate: Candidate, situation: Situation) -> float:
    """That this person, asked now, answers usefully in the time that is left."""
    return estimate(candidate, situation)[0]


def estimate(candidate: Candidate, situation: Situation) -> tuple[float, float]:
    """`chance`, and its base: that anybody in these circumstances, whatever their record, answers in time."""
    left = min(situation.remaining, WINDOW)
    in_time = HERE * by(left, was_here=True)
    if not candidate.is_here:
        comes = candidate.usual * left / 3600
        called = (
            AWAY * awake(situation.hour) * by(left, was_here=False) / by(WINDOW, was_here=False)
        )
        in_time = min(in_time, comes * in_time + called)
    factor = NEARNESS[min(max(candidate.nearness, 0), len(NEARNESS) - 1)]
    useful = USEFUL
    if candidate.answers > 0 or candidate.skill > 0:
        factor *= 1 + ANSWERS_GAIN * _saturated(candidate.answers, 5.0)
        factor *= 1 + SKILL_GAIN * _saturated(candidate.skill, 3.0)
        useful += (USEFUL_SKILLED - USEFUL) * _saturated(candidate.skill, 2.0)
    base = _scaled(in_time, factor)
    return _scaled(base, own_factor(candidate)) * useful, base


def own_factor(candidate: Candidate) -> float:
    """How much readier than others in the same circumstances (1: the same), on the odds; Gamma-smoothed."""
    expected = candidate.expected
    if expected is None:
        expected = candidate.asked * (HERE / 2)
    factor = (candidate.answered + OWN_WEIGHT) / (expected + OWN_WEIGHT)
    return min(max(factor, OWN_LEAST), OWN_MOST)


def residual(asked: Asked, remaining: float, *, later: float = 0.0) -> float:
    """That somebody asked before still answers in the time that is left, given that they have not yet.

    `later`: so many seconds from now, should they still be silent then; `remaining` is what is left then.
    """
    if asked.state == "passed":
        return 0.0
    if asked.state == "claimed":
        return max(CLAIMED, asked.chance)
    since = asked.since + later
    whole = by(since + remaining, was_here=asked.was_here)
    so_far = by(since, was_here=asked.was_here)
    if whole <= so_far:
        return 0.0
    return asked.chance * (whole - so_far) / (whole - asked.chance * so_far)


def exposed(open_for: float, whole: float, *, was_here: bool) -> float:
    """How much of an ask's time counts against somebody who had not answered when the question was closed.

    Nobody is less ready for having been overtaken: an ask closed after `open_for` of its `whole` seconds adds
    this much (0..1) to `asked` and, times `Pick.base`, to `expected`. An answer adds 1, a pass nothing.
    """
    of_whole = by(whole, was_here=was_here)
    return min(by(open_for, was_here=was_here) / of_whole, 1.0) if of_whole > 0 else 0.0


@lru_cache(maxsize=256)
def by(seconds: float, *, was_here: bool) -> float:
    """Share of answers that come within so many seconds of the ask."""
    if seconds < 1:
        return 0.0
    median = _HERE_MEDIAN if was_here else _AWAY_MEDIAN
    return 0.5 * (1 + erf(log(seconds / median) / (_SPREAD * sqrt(2))))


def _scaled(probability: float, factor: float) -> float:
    odds = probability / (1 - probability) * factor
    return min(odds / (1 + odds), _HIGHEST)


def _saturated(count: float, half: float) -> float:
    """0 for none, one half at `half`, 1 for very many."""
    return count / (count + half) if count > 0 else 0.0
