"""How many people read each question, over all processes.

A process tells the others what it knows of its own readers, at most every two seconds and only where
something changed, and all of it now and then; what was not heard again for a while is forgotten.
People are counted once however many tabs they have open; signed-out readers by their tabs.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from apps.live import channels
from apps.live.process.stream import Stream

# Seconds after which a process that was not heard of again no longer counts.
FORGOTTEN_AFTER: Final = 75.0
# With more people than this on a question only their number is told: nobody sees the difference.
PEOPLE_NAMED: Final = 50
# Above this the number is rounded down, so that not everybody hears of everybody who comes.
EXACT_UP_TO: Final = 20

_PREFIX: Final = channels.question("")


class Viewers:
    """``identity`` names this process among the others."""

    def __init__(self, identity: str) -> None:
        self._identity = identity
        self._people: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._unnamed: Counter[str] = Counter()
        self._others: defaultdict[str, dict[str, tuple[frozenset[int], int, float]]] = defaultdict(
            dict
        )
        self._untold: set[str] = set()
        self._changed: set[str] = set()
        self._shown: dict[str, int] = {}

    def joined(self, stream: Stream) -> None:
        for question in _questions(stream):
            if stream.person is None:
                self._unnamed[question] += 1
            else:
                self._people[question][stream.person] += 1
            self._touch(question)
            # Whoever comes last is told as well, though the number may be the same for all others.
            self._shown.pop(question, None)

    def left(self, stream: Stream) -> None:
        for question in _questions(stream):
            if stream.person is None:
                _take_one(self._unnamed, question)
            else:
                _take_one(self._people[question], stream.person)
                if not self._people[question]:
                    del self._people[question]
            self._touch(question)

    def heard(self, fields: dict[str, str]) -> None:
        """What another process tells of its readers."""
        identity = fields.get("process", "")
        if identity == self._identity:
            return
        now = time.monotonic()
        for question, (people, unnamed) in json.loads(fields.get("viewers", "{}")).items():
            if people or unnamed:
                self._others[question][identity] = (frozenset(people), unnamed, now)
            else:
                self._others[question].pop(identity, None)
            self._changed.add(question)

    def untold(self, *, everything: bool = False) -> dict[str, str] | None:
        """What the other processes are to hear of; None where that is nothing."""
        questions = self._untold | self._mine() if everything else self._untold
        told = {question: self._own(question) for question in questions}
        self._untold = set()
        if not told:
            return None
        return {"process": self._identity, "viewers": json.dumps(told, separators=(",", ":"))}

    def goodbye(self) -> dict[str, str] | None:
        """The process ends: its readers are elsewhere."""
        told = dict.fromkeys(self._untold | self._mine(), ((), 0))
        if not told:
            return None
        return {"process": self._identity, "viewers": json.dumps(told, separators=(",", ":"))}

    def forget(self) -> None:
        """Drop what was not heard again."""
        oldest = time.monotonic() - FORGOTTEN_AFTER
        for question, processes in list(self._others.items()):
            for identity in [name for name, (_p, _u, at) in processes.items() if at < oldest]:
                del processes[identity]
                self._changed.add(question)
            if not processes:
                del self._others[question]

    def news(self) -> Iterator[tuple[str, int]]:
        """Questions read here whose number looks different now, with the number."""
        for question in self._changed:
            if question not in self._people and not self._unnamed[question]:
                self._shown.pop(question, None)
                del self._unnamed[question]
                continue
            number = rounded(self.count(question))
            if self._shown.get(question) != number:
                self._shown[question] = number
                yield question, number
        self._changed = set()

    def count(self, question: str) -> int:
        people = set(self._people.get(question, ()))
        unnamed: int = self._unnamed[question]
        for others, number, _at in self._others.get(question, {}).values():
            people |= others
            unnamed += number
        return len(people) + unnamed

    def _own(self, question: str) -> tuple[list[int], int]:
        people = list(self._people.get(question, ()))
        unnamed = self._unnamed.get(question, 0)
        return (people, unnamed) if len(people) <= PEOPLE_NAMED else ([], unnamed + len(people))

    def _mine(self) -> set[str]:
        return {*self._people, *(name for name, number in self._unnamed.items() if number)}

    def _touch(self, question: str) -> None:
        self._untold.add(question)
        self._changed.add(question)


def rounded(number: int) -> int:
    """Exact while few, then to the ten, then to two digits; always down."""
    if number <= EXACT_UP_TO:
        return number
    unit: int = 10 ** max(1, len(str(number)) - 2)
    return number // unit * unit


def _questions(stream: Stream) -> Iterable[str]:
    return (name.removeprefix(_PREFIX) for name in stream.channels if name.startswith(_PREFIX))


def _take_one(counter: Counter[Any], key: Any) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]
