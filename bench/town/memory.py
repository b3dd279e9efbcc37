"""What the site knows of its people, and nothing else: visits, asks, answers, thanks."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import islice

from apps.core.presence import STILL_HERE_SECONDS
from apps.routing.policy import Candidate, decayed, learned, skill, usual
from bench.town.answering import Question
from bench.town.asking import is_night
from bench.town.assumptions import DAY, HOUR
from bench.town.people import Person, nearness

HERE_FOR = STILL_HERE_SECONDS  # a page counts as open after it was closed, at most
READY = 20  # of the readiest below their limit, for each 시군구; the site looks at 40 of each level
ORDERED = 400  # of whom they are taken: ordered once a day
DAILY_LIMIT = 5
WEEK = 7 * DAY


@dataclass(slots=True)
class Count:
    """One decayed count."""

    value: float = 0.0
    changed: float = 0.0

    def add(self, moment: float, amount: float = 1.0) -> None:
        self.value = learned(self.value, moment - self.changed, amount)
        self.changed = moment

    def at(self, moment: float) -> float:
        return decayed(self.value, moment - self.changed) if self.value else 0.0


@dataclass(slots=True)
class Record:
    """One person's row."""

    person: Person
    answered: Count = field(default_factory=Count)
    asked: Count = field(default_factory=Count)
    expected: Count = field(default_factory=Count)
    answers: Count = field(default_factory=Count)
    skills: dict[int, Count] = field(default_factory=dict)
    seen: list[int] = field(default_factory=lambda: [0] * 168)
    seen_last: int = -1  # hour, counted once
    usual_at: tuple[int, float] = (-1, 0.0)  # hour, and how usual it is: worked out once in it
    here_until: float = -1.0
    asks: deque[float] = field(default_factory=deque)  # of the last seven days

    def asked_today(self, moment: float) -> int:
        today = moment // DAY * DAY
        return sum(1 for ask in self.asks if ask >= today) if self.asks else 0

    def readiness(self) -> float:
        """As `routing.services.learning.reach`."""
        return (self.answered.value + 0.3) / (self.asked.value + 2.0)


class Memory:
    def __init__(self, people: Iterable[Person], *, signal: bool) -> None:
        self.records = [Record(person) for person in people]
        self.signal = signal
        self.recent: dict[int, OrderedDict[int, Record]] = {}
        self.here: dict[int, set[int]] = {}
        self.local: dict[int, list[Record]] = {}
        for record in self.records:
            self.recent.setdefault(record.person.district, OrderedDict())[record.person.id] = record
            self.here.setdefault(record.person.district, set())
            self.local.setdefault(record.person.neighbourhood, []).append(record)
        self._ready: dict[int, list[Record]] = {}

    # What happens.

    def came(self, person: Person, moment: float) -> None:
        record = self.records[person.id]
        record.here_until = float("inf")
        self.here[person.district].add(person.id)
        self._seen(record, moment)

    def went(self, person: Person, moment: float) -> None:
        record = self.records[person.id]
        record.here_until = moment + HERE_FOR
        self._seen(record, moment)

    def _seen(self, record: Record, moment: float) -> None:
        self.recent[record.person.district].move_to_end(record.person.id)
        hour = int(moment // HOUR)
        if hour != record.seen_last:
            record.seen_last = hour
            record.seen[hour % 168] += 1

    def was_asked(self, person_id: int, moment: float) -> None:
        self.records[person_id].asks.append(moment)

    def settled(
        self, person_id: int, moment: float, base: float, weight: float, *, answered: bool
    ) -> None:
        """A question was closed for somebody who had been asked it."""
        record = self.records[person_id]
        record.asked.add(moment, weight)
        record.expected.add(moment, base * weight)
        if answered:
            record.answered.add(moment)

    def thanked(self, person_id: int, question: Question, moment: float) -> None:
        record = self.records[person_id]
        record.answers.add(moment)
        record.skills.setdefault(question.category, Count()).add(moment)

    def new_day(self) -> None:
        """Order people by how ready they have shown themselves, as the site's index does."""
        for district, records in self.recent.items():
            self._ready[district] = nlargest(ORDERED, records.values(), key=Record.readiness)

    # What is known.

    def is_here(self, record: Record, moment: float) -> bool:
        return self.signal and record.here_until >= moment

    def shortlist(self, question: Question, moment: float, farthest: int) -> list[Record]:
        """Everybody here and the readiest, as far as the wave reaches."""
        found: dict[int, Record] = {}
        for district in self.recent:
            if district != question.district and farthest < 2:
                continue
            here = self.here[district]
            for person_id in list(here):
                if self.records[person_id].here_until < moment:
                    here.discard(person_id)
                else:
                    found[person_id] = self.records[person_id]
            if not is_night(moment):
                ready = (r for r in self._ready[district] if r.asked_today(moment) < DAILY_LIMIT)
                found.update((record.person.id, record) for record in islice(ready, READY))
        return list(found.values())

    def last_seen(self, question: Question, moment: float) -> list[Record]:
        """Of the 시군구: those here, then the others, the latest first."""
        latest = list(islice(reversed(self.recent[question.district].values()), 60))
        near = self.shortlist(question, moment, 1)
        here = [record for record in near if self.is_here(record, moment)]
        known = {record.person.id for record in here}
        return here + [record for record in latest if record.person.id not in known]

    def may_be_called(self, record: Record, moment: float) -> bool:
        """Away people have quiet hours, and everybody a limit for the day."""
        quiet = is_night(moment) and not self.is_here(record, moment)
        return not quiet and record.asked_today(moment) < DAILY_LIMIT

    @staticmethod
    def _usual(record: Record, moment: float) -> float:
        hour = int(moment // HOUR)
        if record.usual_at[0] != hour:
            record.usual_at = (hour, usual(record.seen, hour % 168, moment / WEEK))
        return record.usual_at[1]

    def candidate(self, record: Record, question: Question, moment: float) -> Candidate:
        while record.asks and record.asks[0] < moment - WEEK:
            record.asks.popleft()
        own = record.skills.get(question.category)
        return Candidate(
            person_id=record.person.id,
            nearness=nearness(record.person, question.neighbourhood, question.district),
            is_here=self.is_here(record, moment),
            usual=self._usual(record, moment),
            answered=record.answered.at(moment),
            asked=record.asked.at(moment),
            skill=skill(own.at(moment)) if own else 0.0,
            answers=record.answers.at(moment),
            asked_today=record.asked_today(moment),
            daily_limit=DAILY_LIMIT,
            asked_lately=len(record.asks),
            expected=record.expected.at(moment),
        )
