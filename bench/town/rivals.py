"""Ways of choosing whom to ask: ours, and what others do. Each says who is asked in a wave of a question."""

from __future__ import annotations

from abc import ABC, abstractmethod
from random import Random

from apps.routing.policy import (
    WINDOW,
    Asked,
    Pick,
    Situation,
    choose,
    is_wanting,
    next_look,
    reach,
    wave_at,
)
from bench.town.answering import Question
from bench.town.assumptions import COLD_ASKS, HOUR
from bench.town.memory import Memory, Record


class Policy(ABC):
    name: str
    times: tuple[float, ...] = (0.0,)  # seconds after the question
    learns = False  # the days between the first and the last matter to it
    heeds = False  # who claims or passes changes when it looks again

    @abstractmethod
    def pick(
        self, question: Question, moment: float, asked: dict[int, Asked], memory: Memory
    ) -> list[Pick] | None:
        """Whom to ask now; None when nobody had to be looked for."""

    def next_look(self, question: Question, moment: float, asked: dict[int, Asked]) -> float | None:
        """When people are to be asked next if nobody reacts."""
        elapsed = question.age(moment)
        return next((question.moment + time for time in self.times if time > elapsed), None)


class Ours(Policy):
    """The site's own code, in steps as `routing.services.waves` takes them."""

    name = "ours"
    learns = True
    heeds = True

    def pick(
        self, question: Question, moment: float, asked: dict[int, Asked], memory: Memory
    ) -> list[Pick] | None:
        situation = _situation(question, moment, asked)
        if not is_wanting(situation):
            return None
        candidates = [
            memory.candidate(record, question, moment)
            for record in memory.shortlist(question, moment, reach(situation.wave))
            if record.person.id not in asked
        ]
        return choose(candidates, situation)

    def next_look(self, question: Question, moment: float, asked: dict[int, Asked]) -> float | None:
        after = next_look(_situation(question, moment, asked))
        return None if after is None else question.moment + after


def _situation(question: Question, moment: float, asked: dict[int, Asked]) -> Situation:
    elapsed = question.age(moment)
    return Situation(
        elapsed=elapsed,
        remaining=WINDOW - elapsed,
        is_urgent=question.is_urgent,
        wave=wave_at(elapsed, is_urgent=question.is_urgent),
        hour=int(moment // HOUR) % 168,
        asked=tuple(asked.values()),
        question_id=question.id,
    )


class Broadcast(Policy):
    """Everybody of the 읍면동."""

    name = "broadcast"

    def pick(
        self, question: Question, moment: float, asked: dict[int, Asked], memory: Memory
    ) -> list[Pick] | None:
        return _picks(_free(memory.local[question.neighbourhood], moment, memory))


class RandomFew(Policy):
    """So many of the 읍면동, by lot."""

    def __init__(self, count: float) -> None:
        self.count = count
        self.name = f"random {count:g}"

    def pick(
        self, question: Question, moment: float, asked: dict[int, Asked], memory: Memory
    ) -> list[Pick] | None:
        rng = Random(f"lot {question.id}")
        free = self.among(memory.local[question.neighbourhood], moment, memory)
        count = int(self.count) + (rng.random() < self.count % 1)
        return _picks(rng.sample(free, min(count, len(free))))

    def among(self, records: list[Record], moment: float, memory: Memory) -> list[Record]:
        return _free(records, moment, memory)


class Cold(RandomFew):
    """MoboQ's way, at any hour and without limits, to check the town against its figures."""

    def __init__(self) -> None:
        super().__init__(COLD_ASKS)
        self.name = f"cold {COLD_ASKS}"

    def among(self, records: list[Record], moment: float, memory: Memory) -> list[Record]:
        return records


class Recent(Policy):
    """Those of the 시군구 who were seen last, the ones here first; all at once or in waves."""

    def __init__(self, count: int, times: tuple[float, ...] = (0.0,)) -> None:
        self.count, self.times = count, times
        self.name = f"recent {count}" if len(times) == 1 else f"recent {count}, in waves"

    def pick(
        self, question: Question, moment: float, asked: dict[int, Asked], memory: Memory
    ) -> list[Pick] | None:
        listed = _free(memory.last_seen(question, moment), moment, memory)
        return _picks([record for record in listed if record.person.id not in asked][: self.count])


def _free(records: list[Record], moment: float, memory: Memory) -> list[Record]:
    """Quiet hours and the people's own limit hold whoever chooses."""
    return [record for record in records if memory.may_be_called(record, moment)]


def _picks(records: list[Record]) -> list[Pick]:
    return [Pick(record.person.id, 0.0, 0.0) for record in records]
