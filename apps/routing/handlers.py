"""What happens to asks when something happens elsewhere."""

from __future__ import annotations

from functools import partial
from operator import itemgetter

from apps.accounts.events import QUIET_CHANGED, USER_MOVED, USER_REGISTERED
from apps.events import registry
from apps.events.registry import Occurrence
from apps.questions import events as questions
from apps.routing.services import enrolling, learning, quiet, settling, waves

# A queue of its own, which workers empty first: people are asked before anybody is told anything.
on = partial(registry.on, queue="routing")


@on(USER_REGISTERED)
@on(USER_MOVED)
def enrol(event: Occurrence) -> None:
    enrolling.enrol(person_id=int(event.payload["userId"]))


@registry.within(QUIET_CHANGED)
def copy_quiet_hours(event: Occurrence) -> None:
    """At once: whoever has just said "오늘은 그만" is not asked by a wave that is on its way."""
    quiet.copy_quiet_hours(person_id=int(event.payload["userId"]))


@on(questions.QUESTION_CREATED)
def start(event: Occurrence) -> None:
    waves.start(question_id=int(event.payload["questionId"]))


@on(questions.ANSWER_CREATED)
@on(questions.ANSWER_REMOVED)
@on(questions.ANSWER_RESTORED)
@on(questions.ANSWER_ACCEPTED)
@on(questions.ACCEPTANCE_WITHDRAWN)
@on(questions.QUESTION_CLOSED)
@on(questions.QUESTION_REOPENED)
@on(questions.QUESTION_REMOVED)
@on(questions.QUESTION_RESTORED)
@on(questions.VOTE_CAST)
def settle(event: Occurrence) -> None:
    settling.settle(question_id=int(event.payload["questionId"]))


@on(questions.ANSWER_ACCEPTED)
@on(questions.ACCEPTANCE_WITHDRAWN)
@on(questions.ANSWER_REMOVED)
@on(questions.ANSWER_RESTORED)
def relearn(event: Occurrence) -> None:
    learning.relearn_skills(person_id=int(event.payload["answererId"]))


@on(questions.VOTE_CAST, when=itemgetter("answerId"))
def relearn_by_vote(event: Occurrence) -> None:
    learning.relearn_skills(person_id=int(event.payload["authorId"]))
