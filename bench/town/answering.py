"""How people react to being asked: the same person to the same question alike under every policy."""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, exp, log, sqrt
from random import Random
from typing import TYPE_CHECKING

from bench.town.assumptions import ASLEEP, Assumptions
from bench.town.people import Person, nearness

if TYPE_CHECKING:
    from bench.town.place import Town


@dataclass(frozen=True, slots=True)
class Question:
    id: int
    moment: float  # seconds since the first midnight
    neighbourhood: int
    district: int
    category: int
    is_urgent: bool

    def age(self, moment: float) -> float:
        """To the millisecond, so that what is due at 120 s is not found at 119.999999."""
        return round(moment - self.moment, 3)


@dataclass(frozen=True, slots=True)
class Manner:
    """What calibration found for one town."""

    here: float  # log-odds that the average person answers with the page open
    away: float  # and when called from elsewhere
    away_delay: float  # seconds, median


@dataclass(frozen=True, slots=True)
class Reaction:
    answers_at: float | None = None
    claims_at: float | None = None
    passes_at: float | None = None
    is_useful: bool = False


def leaning(person: Person, question: Question, town: Assumptions) -> float:
    """Log-odds over the average person that this one answers this question."""
    near = nearness(person, question.neighbourhood, question.district)
    return person.willing + person.expert[question.category] + town.near[near]


def logistic(odds: float) -> float:
    return 1 / (1 + exp(-odds))


def log_normal_by(seconds: float, median: float, sigma: float) -> float:
    if seconds <= 0:
        return 0.0
    return 0.5 * (1 + erf(log(seconds / median) / (sigma * sqrt(2))))


def react(person: Person, question: Question, moment: float, place: Town) -> Reaction:
    town, manner = place.town, place.manner
    rng = Random(place.seed * 1_000_003 + question.id * 100_003 + person.id)
    luck_here, luck_away, luck_claim, luck_pass, luck_useful = (rng.random() for _ in range(5))
    write, call = rng.gauss(0, 1), rng.gauss(0, 1)
    lean = leaning(person, question, town)
    session = person.session_from(moment)
    is_here = session is not None and session[0] <= moment
    times = []
    if session is not None and luck_here < logistic(manner.here + lean):
        seen = max(moment, session[0])
        times.append(seen + town.here_read + town.here_write * exp(town.here_sigma * write))
    if town.push and person.push and not is_here:
        noticed = 1.0 if person.is_up(moment) else ASLEEP
        if luck_away < noticed * logistic(manner.away + lean):
            times.append(moment + manner.away_delay * exp(town.push_sigma * call))
    if not times:
        if is_here and luck_claim < town.claims_in_vain:
            return Reaction(claims_at=moment + town.here_read)
        if is_here and luck_pass < town.passes:
            return Reaction(passes_at=moment + town.here_read)
        return Reaction()
    answers_at = min(times)
    near = nearness(person, question.neighbourhood, question.district)
    useful = logistic(town.useful + person.expert[question.category] + town.near_useful[near])
    return Reaction(
        answers_at=answers_at,
        claims_at=moment + 0.4 * (answers_at - moment) if luck_claim < town.claims else None,
        is_useful=luck_useful < useful,
    )
