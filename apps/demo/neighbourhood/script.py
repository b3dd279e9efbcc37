"""What happens in the demo neighbourhood, in the order of time.

What the content leaves open (when somebody voted, when an answer was chosen) follows from it by rule, never
by chance: the same content gives the same neighbourhood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.demo.neighbourhood import content

# Minutes. The n-th vote comes n times this after the post, as long as that is not in the future.
BETWEEN_VOTES = 4
UNTIL_CHOSEN = 25
JUST_NOW = timedelta(seconds=20)


@dataclass(frozen=True)
class Joined:
    person: content.Person


@dataclass(frozen=True)
class Asked:
    question: content.Question


@dataclass(frozen=True)
class Answered:
    question: content.Question
    answer: content.Answer


@dataclass(frozen=True)
class Remarked:
    """On the answer, or without one on the question."""

    question: content.Question
    answer: content.Answer | None
    remark: content.Remark


@dataclass(frozen=True)
class Voted:
    """``value`` as in ``VoteValue``. ``answer`` None: on the question."""

    question: content.Question
    answer: content.Answer | None
    voter: str
    value: int


@dataclass(frozen=True)
class WonderedToo:
    question: content.Question
    person: str


@dataclass(frozen=True)
class Chosen:
    question: content.Question
    answer: content.Answer


Happening = Joined | Asked | Answered | Remarked | Voted | WonderedToo | Chosen


def actor_of(happening: Happening) -> str | None:
    """Who writes something, by key."""
    match happening:
        case Asked(question) | Chosen(question):
            return question.author
        case Answered(_, answer):
            return answer.author
        case Remarked(_, _, remark):
            return remark.author
    return None


@dataclass(frozen=True)
class Scheduled:
    """``rank`` orders what happens at the same moment: an answer before the vote on it."""

    moment: datetime
    rank: int
    happening: Happening


def script(
    people: list[content.Person], questions: list[content.Question], now: datetime
) -> list[Scheduled]:
    """Everything up to ``now``, the earliest first."""
    scheduled = [
        Scheduled(now - timedelta(days=person.joined_days_ago), 0, Joined(person))
        for person in people
    ]
    for question in questions:
        scheduled.extend(_around(question, now))
    return sorted(scheduled, key=lambda item: (item.moment, item.rank))


def _around(question: content.Question, now: datetime) -> Iterator[Scheduled]:
    asked = now - timedelta(minutes=question.minutes_ago)
    last = now - JUST_NOW
    yield Scheduled(asked, 1, Asked(question))
    for number, person in enumerate(question.me_too, 1):
        yield Scheduled(_later(asked, number, last), 4, WonderedToo(question, person))
    for number, person in enumerate(question.up, 1):
        voted = Voted(question, None, person, 1)
        yield Scheduled(_later(asked, number, last), 4, voted)
    for remark in question.remarks:
        yield Scheduled(
            asked + timedelta(minutes=remark.after), 3, Remarked(question, None, remark)
        )
    for answer in question.answers:
        yield from _around_answer(question, answer, asked, last)


def _around_answer(
    question: content.Question, answer: content.Answer, asked: datetime, last: datetime
) -> Iterator[Scheduled]:
    answered = asked + timedelta(minutes=answer.after)
    yield Scheduled(answered, 2, Answered(question, answer))
    for number, person in enumerate(answer.up, 1):
        voted = Voted(question, answer, person, 1)
        yield Scheduled(_later(answered, number, last), 4, voted)
    for number, person in enumerate(answer.down, 1):
        voted = Voted(question, answer, person, -1)
        yield Scheduled(_later(answered, number, last), 4, voted)
    for remark in answer.remarks:
        moment = max(answered, asked + timedelta(minutes=remark.after))
        yield Scheduled(moment, 3, Remarked(question, answer, remark))
    if answer.accepted:
        moment = min(answered + timedelta(minutes=UNTIL_CHOSEN), last)
        yield Scheduled(moment, 5, Chosen(question, answer))


def _later(moment: datetime, number: int, last: datetime) -> datetime:
    return min(moment + timedelta(minutes=BETWEEN_VOTES * number), max(moment, last))
