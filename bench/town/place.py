"""One town: its people, their visits, their questions and their manner, the same for every policy."""

from __future__ import annotations

from dataclasses import dataclass

from bench.town.answering import Manner, Question
from bench.town.asking import questions_of
from bench.town.assumptions import Assumptions
from bench.town.calibration import calibrate
from bench.town.people import Person, settle


@dataclass(frozen=True, slots=True)
class Town:
    town: Assumptions
    level: str
    seed: int
    people: list[Person]
    questions: list[Question]
    visits: list[tuple[float, bool, int]]  # moment, comes rather than goes, person
    manner: Manner
    cold: dict[str, float]  # what cold asks do after calibration


def found(town: Assumptions, level: str, seed: int, days: int) -> Town:
    people = settle(town, level, days, seed)
    questions = questions_of(people, town, days, seed)
    manner, cold = calibrate(people, questions, town, seed)
    visits = [
        (moment, comes, person.id)
        for person in people
        for start, end in person.sessions
        for moment, comes in ((start, True), (end, False))
    ]
    visits.sort()
    return Town(town, level, seed, people, questions, visits, manner, cold)
