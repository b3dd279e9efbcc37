"""The smallest set of people of whom one will probably answer in time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from apps.routing.policy.chances import estimate, residual
from apps.routing.policy.facts import Candidate, Pick, Situation
from apps.routing.policy.schedule import is_next_door, looks, most, reach, target, wave_at

MOST_PER_QUESTION = 9
LEAST_CHANCE = 0.01  # less is pestering: a stranger asleep
CURIOSITY = 0.15  # how much more somebody never asked is worth than their chance: or nobody new is ever known
TODAY, LATELY = 0.10, 0.03  # what each ask of today and of the last seven days takes off


def choose(candidates: Sequence[Candidate], situation: Situation) -> list[Pick]:
    """Whom to ask now, best first; nobody when enough were asked already."""
    unanswered = 1 - hope(situation)
    wanted = 1 - target(situation.wave, is_urgent=situation.is_urgent)
    left = room(situation)
    picks: list[Pick] = []
    if unanswered <= wanted or left <= 0:
        return picks
    for _, _, _, pick in sorted(_ranked(candidates, situation)):
        if unanswered <= wanted or len(picks) >= left:
            break
        picks.append(pick)
        unanswered *= 1 - pick.chance
    return picks


def hope(situation: Situation, later: float = 0.0) -> float:
    """The chance that one of those asked answers in time, if they are still silent so many seconds later."""
    unanswered = 1.0
    for asked in situation.asked:
        unanswered *= 1 - residual(asked, situation.remaining - later, later=later)
    return 1 - unanswered


def room(situation: Situation, wave: int | None = None) -> int:
    """How many more may be asked in a wave. Whoever passes makes room in it, but not in the question."""
    wave = situation.wave if wave is None else wave
    waiting = sum(1 for asked in situation.asked if asked.wave == wave and asked.state != "passed")
    next_door = partial(is_next_door, is_urgent=situation.is_urgent)
    so_far = sum(1 for asked in situation.asked if next_door(asked.wave) == next_door(wave))
    return min(most(wave, is_urgent=situation.is_urgent) - waiting, MOST_PER_QUESTION - so_far)


def is_wanting(situation: Situation) -> bool:
    """Whether anybody would be asked now, were there somebody."""
    return _is_wanting(situation, situation.wave, 0.0)


def next_look(situation: Situation) -> float | None:
    """Seconds after the question at which somebody else is needed if all stay silent; None: no more.

    Nothing need be done until then, unless somebody reacts.
    """
    for moment in looks(is_urgent=situation.is_urgent):
        if moment <= situation.elapsed:
            continue
        later = moment - situation.elapsed
        if later >= situation.remaining:
            break
        wave = max(situation.wave, wave_at(moment, is_urgent=situation.is_urgent))
        if _is_wanting(situation, wave, later):
            return moment
    return None


def _is_wanting(situation: Situation, wave: int, later: float) -> bool:
    if room(situation, wave) <= 0:
        return False
    return hope(situation, later) < target(wave, is_urgent=situation.is_urgent)


def _ranked(
    candidates: Sequence[Candidate], situation: Situation
) -> list[tuple[float, int, int, Pick]]:
    farthest = reach(situation.wave)
    ranked = []
    for candidate in candidates:
        if candidate.asked_today >= candidate.daily_limit or candidate.nearness > farthest:
            continue
        likely, base = estimate(candidate, situation)
        if likely < LEAST_CHANCE:
            continue
        pick = Pick(candidate.person_id, likely, base)
        tie = _mixed(situation.question_id, candidate.person_id)
        ranked.append((-likely * _worth(candidate), tie, candidate.person_id, pick))
    return ranked


def _worth(candidate: Candidate) -> float:
    """Newcomers a little dearer, people asked much a little cheaper, so that near equals take turns."""
    curiosity = 1 + CURIOSITY / (1 + candidate.asked)
    burden = 1 + TODAY * candidate.asked_today + LATELY * candidate.asked_lately
    return curiosity / burden


def _mixed(question_id: int, person_id: int) -> int:
    """A number that looks random and is the same everywhere (Knuth's multiplicative hash, twice)."""
    mixed = (question_id * 2_654_435_761 ^ person_id * 2_246_822_519) & 0xFFFFFFFF
    mixed = (mixed ^ mixed >> 15) * 2_246_822_519 & 0xFFFFFFFF
    return mixed ^ mixed >> 13
