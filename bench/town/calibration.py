"""Find how willing and how slow people called from elsewhere are, so that cold asks do as MoboQ's did."""

from __future__ import annotations

from random import Random

from bench.town.answering import Manner, Question, leaning, log_normal_by, logistic
from bench.town.assumptions import ASLEEP, COLD_ASKS, COLD_WITHIN_10, COLD_WITHIN_20, Assumptions
from bench.town.people import Person

# One cold ask: leaning, noticed (0: no call), chance to answer from the page within 10 and 20 minutes.
_Ask = tuple[float, float, float, float]


def calibrate(
    people: list[Person],
    questions: list[Question],
    town: Assumptions,
    seed: int,
    *,
    samples: int = 500,
) -> tuple[Manner, dict[str, float]]:
    """What was found, and what cold asks then do: within ten minutes, within twenty, ever."""
    rng = Random(f"calibration {seed}")
    here = _here(people, town, rng)
    cold = _cold_asks(people, questions, town, here, rng, samples)

    def gap_20(delay: float) -> float:
        away = _away(cold, delay, town)
        if away > 7.0:  # so slow that no willingness reaches ten minutes' figure
            return 1.0
        return _answered(cold, away, delay, town, 20) - COLD_WITHIN_20

    delay = _root(gap_20, 120.0, 7_200.0)
    away = _away(cold, delay, town)
    found = {
        "within_10": _answered(cold, away, delay, town, 10),
        "within_20": _answered(cold, away, delay, town, 20),
        "ever_called": _answered(cold, away, delay, town, 600),
    }
    return Manner(here, away, delay), found


def _here(people: list[Person], town: Assumptions, rng: Random) -> float:
    """So that a random neighbour found with the page open answers as often as assumed."""
    found = rng.choices(people, [person.minutes for person in people], k=4_000)
    leans = [person.willing + rng.choice(person.expert) for person in found]
    return _root(
        lambda odds: sum(logistic(odds + lean) for lean in leans) / len(leans) - town.here_answers,
        -8.0,
        6.0,
    )


def _cold_asks(
    people: list[Person],
    questions: list[Question],
    town: Assumptions,
    here: float,
    rng: Random,
    samples: int,
) -> list[list[_Ask]]:
    """Random neighbours of random questions, all asked at once."""
    locals_of: dict[int, list[Person]] = {}
    for person in people:
        locals_of.setdefault(person.neighbourhood, []).append(person)
    cold = []
    for question in rng.choices(questions, k=samples):
        local = locals_of[question.neighbourhood]
        count = int(COLD_ASKS) + (rng.random() < COLD_ASKS % 1)
        cold.append(
            [
                _ask(person, question, town, here)
                for person in rng.sample(local, min(count, len(local)))
            ]
        )
    return cold


def _ask(person: Person, question: Question, town: Assumptions, here: float) -> _Ask:
    lean = leaning(person, question, town)
    session = person.session_from(question.moment)
    is_here = session is not None and session[0] <= question.moment
    by = []
    for minutes in (10, 20):
        left = 0.0
        if session is not None:
            left = 60.0 * minutes - max(session[0] - question.moment, 0.0) - town.here_read
        by.append(logistic(here + lean) * log_normal_by(left, town.here_write, town.here_sigma))
    noticed = 0.0
    if person.push and not is_here:
        noticed = 1.0 if person.is_up(question.moment) else ASLEEP
    return lean, noticed, by[0], by[1]


def _answered(
    cold: list[list[_Ask]], away: float, delay: float, town: Assumptions, minutes: int
) -> float:
    """Share of questions that at least one of the people asked answers."""
    timely = log_normal_by(60.0 * minutes, delay, town.push_sigma)
    total = 0.0
    for asks in cold:
        nobody = 1.0
        for lean, noticed, by_10, by_20 in asks:
            nobody *= 1 - (by_10 if minutes <= 10 else by_20)
            if noticed:
                nobody *= 1 - noticed * logistic(away + lean) * timely
        total += 1 - nobody
    return total / len(cold)


def _away(cold: list[list[_Ask]], delay: float, town: Assumptions) -> float:
    return _root(lambda odds: _answered(cold, odds, delay, town, 10) - COLD_WITHIN_10, -8.0, 8.0)


def _root(function, low: float, high: float) -> float:  # noqa: ANN001
    """Bisection. The delay's function rises too: slower people are made more willing to meet ten minutes."""
    for _ in range(22):
        middle = (low + high) / 2
        if function(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
