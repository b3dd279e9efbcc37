"""The questions of the town: when, where, of what."""

from __future__ import annotations

from random import Random

from bench.town.answering import Question
from bench.town.assumptions import ASKED_BY_HOUR, DAY, HOUR, NIGHT, Assumptions
from bench.town.people import Person


def questions_of(people: list[Person], town: Assumptions, days: int, seed: int) -> list[Question]:
    """Asked about where people live; in each neighbourhood as many as its people would."""
    rng = Random(f"questions {seed}")
    moments = []
    for day in range(days):
        count = round(town.questions * len(people))
        hours = rng.choices(range(24), ASKED_BY_HOUR, k=count)
        moments.extend(day * DAY + (hour + rng.random()) * HOUR for hour in hours)
    asked = []
    for number, moment in enumerate(sorted(moments)):
        place = rng.choice(people)
        category = min(int(rng.random() ** 1.5 * town.categories), town.categories - 1)
        urgent = rng.random() < town.urgent
        asked.append(
            Question(number, moment, place.neighbourhood, place.district, category, urgent)
        )
    return asked


def is_night(moment: float) -> bool:
    hour = moment / HOUR % 24
    return hour >= NIGHT[0] or hour < NIGHT[1]
