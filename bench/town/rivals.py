"""Ways of choosing whom to ask: ours, and what others do. Each says who is asked in a wave of a question."""

from __future__ import annotations

from abc import ABC, abstractmethod
from random import Random

from apps.routing.policy import WINDOW, Asked, Pick, Situation, choose, reach, waves
from bench.town.answering import Question
from bench.town.assumptions import COLD_ASKS, HOUR
from bench.town.memory import Memory, Record


class Policy(ABC):
    name: str
    learns = False  # the days between the first and the last matter to it

    def waves(self, question: Question) -> tuple[float, ...]:
        return (0.0,)

    @abstractmethod
    def pick(
        self, question: Question, moment: float, wave: int, asked: dict[int, Asked], memory: Memory
    ) -> list[Pick]: ...


class Ours(Policy):
    """The site's own code."""

    name = "ours"
    learns = True

    def waves(self, question: Question) -> tuple[float, ...]:
        return waves(question.is_urgent)

    def pick(
        self, question: Question, moment: float, wave: int, asked: dict[int, Asked], memory: Memory
    ) -> list[Pick]:
        elapsed = moment - question.moment
        situation = Situation(
            elapsed=elapsed,
            remaining=WINDOW - elapsed,
            is_urgent=question.is_urgent,
            wave=wave,
            hour=int(moment // HOUR) % 168,
            asked=tuple(asked.values()),
            question_id=question.id,
        )
        candidates = [
            memory.candidate(record, question, moment)
            for record in memory.shortlist(question, moment, reach(wave))
            if record.person.id not in asked
        ]
        return choose(candidates, situation)


class Broadcast(Policy):
    """Everybody of the 읍면동."""

    name = "broadcast"

    def pick(
        self, question: Question, moment: float, wave: int, asked: dict[int, Asked], memory: Memory
    ) -> list[Pick]:
        return _picks(_free(memory.local[question.neighbourhood], moment, memory))


class RandomFew(Policy):
    """So many of the 읍면동, by lot."""

    def __init__(self, count: float) -> None:
        self.count = count
        self.name = f"random {count:g}"

    def pick(
        self, question: Question, moment: float, wave: int, asked: dict[int, Asked], memory: Memory
    ) -> list[Pick]:
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

    def waves(self, question: Question) -> tuple[float, ...]:
        return self.times

    def pick(
        self, question: Question, moment: float, wave: int, asked: dict[int, Asked], memory: Memory
    ) -> list[Pick]:
        listed = _free(memory.last_seen(question, moment), moment, memory)
        return _picks([record for record in listed if record.person.id not in asked][: self.count])


def _free(records: list[Record], moment: float, memory: Memory) -> list[Record]:
    """Quiet hours and the people's own limit hold whoever chooses."""
    return [record for record in records if memory.may_be_called(record, moment)]


def _picks(records: list[Record]) -> list[Pick]:
    return [Pick(record.person.id, 0.0, 0.0) for record in records]
