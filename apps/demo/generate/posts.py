"""A batch of questions with everything that hangs on them, made from a plan and a number.

A batch depends on nothing else, so that several processes can make batches and the outcome is the same.
Nothing here touches the database.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from apps.demo.generate import chances, rows, writing
from apps.demo.generate.places import Country, Place
from apps.demo.generate.vocabulary import SHARES, Vocabulary, nickname, tag_of, vocabularies
from apps.demo.generate.writing import Scene
from apps.questions.enums import Status, VoteValue
from apps.questions.ranking import hot

BATCH_QUESTIONS = 4000
# Answers get ids from blocks with room for a batch's luck; what is left over stays a gap.
ANSWER_IDS_PER_BATCH = BATCH_QUESTIONS * 5
POINT_SPREAD = 0.02  # degrees, about 2 km
ASKER_SKEW, HELPER_SKEW = 2, 3  # the higher, the more of the posts come from the busiest people


@dataclass(frozen=True)
class Plan:
    """What all batches share. Ids count from ``first_…``; ``users`` ids are handed out from there."""

    seed: int
    questions: int
    first_question: int
    first_answer: int
    first_user: int
    users: int
    start: datetime
    end: datetime
    categories: dict[str, int]
    tags: dict[str, int]
    country: Country


@dataclass
class Batch:
    """Rows by table, and what they add to people's counters (user's offset, once for each post)."""

    questions: list[rows.Row] = field(default_factory=list)
    answers: list[rows.Row] = field(default_factory=list)
    comments: list[rows.Row] = field(default_factory=list)
    votes: list[rows.Row] = field(default_factory=list)
    me_toos: list[rows.Row] = field(default_factory=list)
    bookmarks: list[rows.Row] = field(default_factory=list)
    question_tags: list[rows.Row] = field(default_factory=list)
    acceptances: list[rows.Row] = field(default_factory=list)
    askers: array[int] = field(default_factory=lambda: array("I"))
    answerers: array[int] = field(default_factory=lambda: array("I"))
    accepted: array[int] = field(default_factory=lambda: array("I"))


@dataclass
class _Question:
    """What becomes of the question at hand; it ends up in its row."""

    id: int
    author: int
    created: datetime
    answers: int = 0
    score: int = 0
    me_toos: int = 0
    bookmarks: int = 0
    first_answered: datetime | None = None
    accepted_id: int | None = None


class Maker:
    """Makes one batch."""

    def __init__(self, plan: Plan, number: int) -> None:
        self._plan = plan
        self._rng = Random(f"{plan.seed} {number}")
        self._random = self._rng.random
        self._first = number * BATCH_QUESTIONS
        self._next_answer = plan.first_answer + number * ANSWER_IDS_PER_BATCH
        self._last_answer = self._next_answer + ANSWER_IDS_PER_BATCH
        self._step = (plan.end - plan.start) / plan.questions
        self._batch = Batch()
        self._vocabularies = vocabularies()
        self._shares = list(accumulate(SHARES.values()))

    def make(self) -> Batch:
        last = min(self._first + BATCH_QUESTIONS, self._plan.questions)
        for index in range(self._first, last):
            self._question(index)
        return self._batch

    def _question(self, index: int) -> None:
        plan, chance = self._plan, self._random
        created = plan.start + self._step * (index + chance())
        question = _Question(plan.first_question + index, self._person(ASKER_SKEW), created)
        place = plan.country.pick(self._rng)
        words = self._rng.choices(self._vocabularies, cum_weights=self._shares)[0]
        scene = Scene(self._rng, place, plan.country)
        title = writing.title(scene, words)
        body, body_html = writing.question_body(scene, words)
        self._answers(question, scene, words)
        self._reactions(question)
        tag_names = self._tags(question, place, words)
        lat, lng = self._point(place)
        status = Status.CLOSED if chance() < chances.CLOSED else Status.OPEN
        rank = hot(
            score=question.score,
            me_too=question.me_toos,
            answers=question.answers,
            bookmarks=question.bookmarks,
            created_at=created,
        )
        self._batch.askers.append(question.author - plan.first_user)
        self._batch.questions.append((
            question.id, question.author, place.id, place.sido_id, place.sigungu_id, place.emd_id,
            plan.categories[words.slug], title, body, body_html, chance() < chances.URGENT, lat, lng,
            status.value, question.accepted_id, question.answers, question.score,
            question.me_toos, question.bookmarks, int(4 / (chance() + 0.002)), rank, created,
            question.first_answered, f"{{{','.join(tag_names)}}}",
            nickname(question.author),
        ))  # fmt: skip

    def _answers(self, question: _Question, scene: Scene, words: Vocabulary) -> None:
        """In the order of their time. What would lie in the future is not there yet."""
        number = scene.one_of(chances.ANSWERS)
        delays = sorted(self._rng.lognormvariate(*chances.ANSWER_DELAY) for _ in range(number))
        accepted = (
            scene.one_of(range(number)) if number and self._random() < chances.ACCEPTED else -1
        )
        for index, delay in enumerate(delays):
            moment = question.created + timedelta(minutes=delay)
            if moment > self._plan.end or self._next_answer >= self._last_answer:
                return
            question.first_answered = question.first_answered or moment
            answer_id, author = self._answer(question, scene, words, moment)
            if index == accepted:
                self._accept(question, answer_id, author, moment)

    def _answer(
        self, question: _Question, scene: Scene, words: Vocabulary, moment: datetime
    ) -> tuple[int, int]:
        """Its id and its author."""
        batch, answer_id = self._batch, self._next_answer
        self._next_answer += 1
        question.answers += 1
        author = self._other_than(question.author, HELPER_SKEW)
        body, body_html = writing.answer_body(scene, words)
        score = self._votes(scene.one_of(chances.ANSWER_VOTES), None, answer_id, author, moment)
        batch.answers.append((answer_id, question.id, author, body, body_html, score, moment))
        batch.answerers.append(author - self._plan.first_user)
        self._remarks(question, answer_id, scene, moment)
        return answer_id, author

    def _accept(self, question: _Question, answer_id: int, author: int, answered: datetime) -> None:
        question.accepted_id = answer_id
        row = (question.id, answer_id, question.author, self._after(answered, minutes=180))
        self._batch.acceptances.append(row)
        self._batch.accepted.append(author - self._plan.first_user)

    def _reactions(self, question: _Question) -> None:
        batch, choice, created = self._batch, self._rng.choice, question.created
        number = choice(chances.QUESTION_VOTES)
        question.score = self._votes(number, question.id, None, question.author, created)
        for user in self._crowd(choice(chances.ME_TOOS), question.author):
            batch.me_toos.append((user, question.id, self._after(created)))
            question.me_toos += 1
        for user in self._crowd(choice(chances.BOOKMARKS), question.author):
            batch.bookmarks.append((user, question.id, self._after(created)))
            question.bookmarks += 1

    def _votes(
        self,
        number: int,
        question_id: int | None,
        answer_id: int | None,
        author: int,
        posted: datetime,
    ) -> int:
        """Write ``number`` votes on one post and return its score."""
        score = 0
        for voter in self._crowd(number, author):
            value = VoteValue.UP.value if self._random() < chances.UP else VoteValue.DOWN.value
            score += value
            row = (voter, question_id, answer_id, author, value, self._after(posted))
            self._batch.votes.append(row)
        return score

    def _remarks(self, question: _Question, answer_id: int, scene: Scene, posted: datetime) -> None:
        """On the answer, or on the question itself after it."""
        for _ in range(scene.one_of(chances.REMARKS)):
            on_answer = answer_id if self._random() < 0.7 else None
            author, moment = self._person(HELPER_SKEW), self._after(posted, minutes=600)
            text = writing.remark(scene)
            self._batch.comments.append((question.id, on_answer, author, text, moment))

    def _tags(self, question: _Question, place: Place, words: Vocabulary) -> list[str]:
        names: dict[str, None] = {}
        for _ in range(self._rng.choice(chances.TAGS)):
            of_place = tag_of(place.names[0]) if self._random() < chances.PLACE_TAG else ""
            names[of_place or self._rng.choice(words.tags)] = None
        for position, name in enumerate(names):
            self._batch.question_tags.append((question.id, self._plan.tags[name], position))
        return list(names)

    def _point(self, place: Place) -> tuple[float | None, float | None]:
        """Degrees to about 100 m, as the site keeps them."""
        if self._random() >= chances.HAS_POINT:
            return None, None
        lat = place.lat + (self._random() - 0.5) * POINT_SPREAD
        return round(lat, 3), round(place.lng + (self._random() - 0.5) * POINT_SPREAD, 3)

    def _person(self, skew: float) -> int:
        return self._plan.first_user + int(self._plan.users * self._random() ** skew)

    def _other_than(self, author: int, skew: float) -> int:
        while (person := self._person(skew)) == author:
            pass
        return person

    def _crowd(self, number: int, author: int) -> set[int]:
        """``number`` different people, none of them the author."""
        people: set[int] = set()
        while len(people) < number:
            people.add(self._other_than(author, 1))
        return people

    def _after(self, moment: datetime, *, minutes: float = 60) -> datetime:
        """Some time within ``minutes`` after ``moment``, but not in the future."""
        return min(moment + timedelta(minutes=minutes * self._random()), self._plan.end)
