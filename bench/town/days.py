"""Days of the town under one policy: people come and go, ask, are asked in waves, answer."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from apps.routing import limits
from apps.routing.policy import WINDOW, Asked, Pick, exposed, wave_at
from bench.town.answering import Question, react
from bench.town.assumptions import DAY
from bench.town.memory import Memory
from bench.town.people import Person
from bench.town.place import Town
from bench.town.rivals import Policy


@dataclass(slots=True)
class Outcome:
    """What became of one question."""

    question: Question
    asked: list[tuple[int, float]] = field(default_factory=list)  # person, moment
    steps: int = 0  # of the route, but for its end
    reads: int = 0  # of them, those that looked for people
    answered_after: float | None = None  # seconds, the first answer of any kind
    is_useful: bool = False
    is_closed: bool = False
    promised: list[float] = field(
        default_factory=list
    )  # chances given by the policy, its own forecast


@dataclass(slots=True)
class _Ask:
    state: Asked
    at: float
    base: float
    claimed_until: float = 0.0


class Days:
    def __init__(self, place: Town, policy: Policy) -> None:
        self.place, self.policy = place, policy
        self.memory = Memory(place.people, signal=place.town.signal)
        self.outcomes: dict[int, Outcome] = {}
        self._asks: dict[int, dict[int, _Ask]] = {}
        self._due: dict[int, float | None] = {}
        self._queue: list[tuple[float, int, Callable[..., None], tuple]] = []
        self._count = 0
        self._chance = Random(f"thanks {place.seed}")

    def live(self, spans: Sequence[tuple[int, int]]) -> list[Outcome]:
        """All questions of these days (from, until), in order of time."""
        visits = iter(
            [
                visit
                for visit in self.place.visits
                if self.place.town.signal and _in(visit[0], spans)
            ]
        )
        coming = next(visits, None)
        for first, last in spans:
            for day in range(first, last):
                self._at(day * DAY, self.memory.new_day)
        for question in self.place.questions:
            if _in(question.moment, spans):
                self._at(question.moment, self._ask_question, question)
        while self._queue:
            moment, _, act, arguments = heapq.heappop(self._queue)
            while coming is not None and coming[0] <= moment:
                (self.memory.came if coming[1] else self.memory.went)(
                    self.place.people[coming[2]], coming[0]
                )
                coming = next(visits, None)
            act(*arguments)
        return list(self.outcomes.values())

    def _at(self, moment: float, act: Callable[..., None], *arguments: object) -> None:
        self._count += 1
        heapq.heappush(self._queue, (moment, self._count, act, arguments))

    def _ask_question(self, question: Question) -> None:
        self.outcomes[question.id] = Outcome(question)
        self._asks[question.id] = {}
        self._at(question.moment + WINDOW, self._close, question)
        self._look_at(question, question.moment)

    def _look_at(self, question: Question, moment: float | None) -> None:
        """What `Route.due_at` is on the site; None while somebody claims, or when nothing comes any more."""
        self._due[question.id] = moment
        if moment is not None:
            self._at(moment, self._step, question, moment)

    def _step(self, question: Question, moment: float) -> None:
        """As `routing.services.waves`, but to the second."""
        outcome, asks = self.outcomes[question.id], self._asks[question.id]
        if outcome.is_closed or self._due[question.id] != moment:
            return
        outcome.steps += 1
        for pick in self._picked(question, moment, outcome):
            record = self.memory.records[pick.person_id]
            is_here = self.memory.is_here(record, moment)
            wave = wave_at(question.age(moment), is_urgent=question.is_urgent)
            asks[pick.person_id] = _Ask(
                Asked(pick.chance, 0.0, "waiting", is_here, wave), moment, pick.base
            )
            outcome.asked.append((pick.person_id, moment))
            outcome.promised.append(pick.chance)
            self.memory.was_asked(pick.person_id, moment)
            self._reaction(question, record.person, moment)
        self._look_again(question, moment)

    def _picked(self, question: Question, moment: float, outcome: Outcome) -> list[Pick]:
        asked = self._asked(question, moment)
        picks = self.policy.pick(question, moment, asked, self.memory)
        outcome.reads += picks is not None
        return picks or []

    def _asked(self, question: Question, moment: float) -> dict[int, Asked]:
        return {
            person: replace(ask.state, since=moment - ask.at)
            for person, ask in self._asks[question.id].items()
        }

    def _look_again(self, question: Question, moment: float) -> None:
        asked = self._asked(question, moment)
        self._look_at(question, self.policy.next_look(question, moment, asked))

    def _reaction(self, question: Question, person: Person, moment: float) -> None:
        reaction = react(person, question, moment, self.place)
        if reaction.claims_at is not None:
            self._at(reaction.claims_at, self._claim, question, person.id, reaction.claims_at)
        if reaction.passes_at is not None:
            self._at(reaction.passes_at, self._pass, question, person.id, reaction.passes_at)
        if reaction.answers_at is not None and reaction.answers_at < question.moment + DAY:
            self._at(
                reaction.answers_at,
                self._answer,
                question,
                person.id,
                reaction.answers_at,
                reaction.is_useful,
            )

    def _claim(self, question: Question, person_id: int, moment: float) -> None:
        """Nobody else is asked for three minutes; one claim at a time."""
        asks = self._asks[question.id]
        if person_id not in asks or any(ask.state.state == "claimed" for ask in asks.values()):
            return
        asks[person_id].state = replace(asks[person_id].state, state="claimed")
        until = moment + limits.CLAIM.total_seconds()
        self._at(until, self._lapse, question, person_id, until)
        if self.policy.heeds:
            self._look_at(question, None)

    def _lapse(self, question: Question, person_id: int, moment: float) -> None:
        """They may still answer, but others are asked again."""
        ask = self._asks[question.id].get(person_id)
        if ask is None:
            return
        ask.state = replace(ask.state, state="waiting")
        if self.policy.heeds and moment < question.moment + WINDOW:
            self._look_at(question, moment)

    def _pass(self, question: Question, person_id: int, moment: float) -> None:
        asks = self._asks[question.id]
        if person_id not in asks:
            return
        asks[person_id].state = replace(asks[person_id].state, state="passed")
        if not self.policy.heeds or any(a.state.state == "claimed" for a in asks.values()):
            return
        if all(ask.state.state == "passed" for ask in asks.values()):
            self._look_at(question, moment)
        else:
            self._look_again(question, moment)

    def _answer(self, question: Question, person_id: int, moment: float, is_useful: bool) -> None:  # noqa: FBT001
        outcome = self.outcomes[question.id]
        if outcome.answered_after is not None:
            return
        outcome.answered_after, outcome.is_useful = moment - question.moment, is_useful
        if not outcome.is_closed:
            self._close(question, person_id)
        if self._chance.random() < (
            self.place.town.thanked if is_useful else self.place.town.thanked_wrongly
        ):
            self.memory.thanked(person_id, question, moment)

    def _close(self, question: Question, by: int | None = None) -> None:
        """The first answer or the deadline: everybody's reaction until then is learned."""
        outcome = self.outcomes[question.id]
        if outcome.is_closed:
            return
        outcome.is_closed = True
        moment = question.moment + (outcome.answered_after if by is not None else WINDOW)
        for person_id, ask in self._asks.pop(question.id).items():
            open_for, whole = moment - ask.at, question.moment + WINDOW - ask.at
            weight = 1.0
            if person_id != by:
                if ask.state.state == "passed":
                    continue  # passing costs nothing
                weight = exposed(open_for, whole, was_here=ask.state.was_here)
            self.memory.settled(person_id, moment, ask.base, weight, answered=person_id == by)
        self._asks[question.id] = {}


def _in(moment: float, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first * DAY <= moment < last * DAY for first, last in spans)
