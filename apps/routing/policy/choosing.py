"""The smallest set of people of whom one will probably answer in time."""

from __future__ import annotations

from collections.abc import Sequence

from apps.routing.policy.chances import estimate, residual
from apps.routing.policy.facts import Candidate, Pick, Situation
from apps.routing.policy.schedule import most, reach, target

MOST_PER_QUESTION = 8
LEAST_CHANCE = 0.01  # less is pestering: a stranger asleep
CURIOSITY = 0.15  # how much more somebody never asked is worth than their chance: or nobody new is ever known
TODAY, LATELY = 0.10, 0.03  # what each ask of today and of the last seven days takes off


def choose(candidates: Sequence[Candidate], situation: Situation) -> list[Pick]:
    """Whom to ask now, best first; nobody when enough were asked already."""
    unanswered = 1.0
    for asked in situation.asked:
        unanswered *= 1 - residual(asked, situation.remaining)
    wanted = 1 - target(situation.wave, is_urgent=situation.is_urgent)
    room = min(
        most(situation.wave, is_urgent=situation.is_urgent),
        MOST_PER_QUESTION - len(situation.asked),
    )
    picks: list[Pick] = []
    for _, _, _, pick in sorted(_ranked(candidates, situation)):
        if unanswered <= wanted or len(picks) >= room:
            break
        picks.append(pick)
        unanswered *= 1 - pick.chance
    return picks


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
