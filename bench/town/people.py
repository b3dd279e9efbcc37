"""The people of the town, with what nobody is told: how willing they are, what they know, when they sleep."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from itertools import accumulate
from math import exp
from random import Random

from bench.town.assumptions import DAY, HOUR, SPREADS, UP_FROM, UP_UNTIL, USE_BY_HOUR, Assumptions


@dataclass(slots=True)
class Person:
    id: int
    neighbourhood: int
    district: int
    minutes: float  # a day on the site
    shift: float  # hours later than the others
    use: list[float]  # by hour of the day, sums to 1
    willing: float  # log-odds over the average
    expert: list[float]  # log-odds over the average, by category
    push: bool
    sessions: list[tuple[float, float]] = field(
        default_factory=list
    )  # seconds since the first midnight

    def is_up(self, moment: float) -> bool:
        own = (moment / HOUR - self.shift) % 24
        return UP_FROM <= own < UP_UNTIL

    def session_from(self, moment: float) -> tuple[float, float] | None:
        """The one going on, or the next."""
        place = bisect(self.sessions, (moment, float("inf")))
        if place and self.sessions[place - 1][1] > moment:
            return self.sessions[place - 1]
        return self.sessions[place] if place < len(self.sessions) else None


def nearness(person: Person, neighbourhood: int, district: int) -> int:
    if person.neighbourhood == neighbourhood:
        return 0
    return 1 if person.district == district else 2


def settle(town: Assumptions, level: str, days: int, seed: int) -> list[Person]:
    """Everybody, with all their visits to the site."""
    spread = SPREADS[level]
    rng = Random(f"people {level} {seed}")
    sizes = list(accumulate(exp(rng.gauss(0, 0.6)) for _ in range(town.neighbourhoods)))
    mean_correction = exp(spread.minutes**2 / 2)
    people = []
    for number in range(town.people):
        neighbourhood = bisect(sizes, rng.random() * sizes[-1])
        active, own = rng.gauss(0, 1), rng.gauss(0, 1)
        along = town.willing_and_active
        person = Person(
            id=number,
            neighbourhood=neighbourhood,
            district=neighbourhood % town.districts,
            minutes=town.minutes * exp(spread.minutes * active) / mean_correction,
            shift=rng.gauss(0, 1.5) + (9.0 if rng.random() < town.night_owls else 0.0),
            use=[],
            willing=spread.willing * (along * active + (1 - along**2) ** 0.5 * own),
            expert=[spread.expert * rng.gauss(0, 1) for _ in range(town.categories)],
            push=rng.random() < town.push_share,
        )
        person.use = _use(person.shift, spread.favourite_hour, rng)
        person.sessions = _visits(person, town, days, rng)
        people.append(person)
    return people


def _use(shift: float, favourite: float, rng: Random) -> list[float]:
    """Everybody's day, moved by the person's shift, with more around one favourite hour."""
    at = rng.choices(range(24), USE_BY_HOUR)[0]
    use = []
    for hour in range(24):
        common = USE_BY_HOUR[int(hour - shift) % 24]
        apart = min((hour - shift - at) % 24, (at - hour + shift) % 24)
        use.append(common * (1 + favourite * exp(-((apart / 1.5) ** 2))))
    total = sum(use)
    return [part / total for part in use]


def _visits(person: Person, town: Assumptions, days: int, rng: Random) -> list[tuple[float, float]]:
    """A Poisson process over the days, by the person's hours; exponentially long, overlaps merged."""
    rate = person.minutes / town.session * days
    visits, moment = [], 0.0
    hours = list(accumulate(person.use))
    while True:
        moment += rng.expovariate(rate) if rate > 0 else 1.0
        if moment >= 1.0:
            break
        hour = min(bisect(hours, rng.random() * hours[-1]), 23)
        start = int(moment * days) * DAY + (hour + rng.random()) * HOUR
        visits.append((start, start + rng.expovariate(1 / (town.session * 60))))
    visits.sort()
    merged: list[tuple[float, float]] = []
    for start, end in visits:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
