"""What somebody hears when something happens."""

from __future__ import annotations

from functools import partial
from operator import itemgetter

from apps.accounts.events import USER_REGISTERED
from apps.events import registry
from apps.events.registry import Occurrence
from apps.notifications.services import asking, telling
from apps.questions import events as questions

# Named by the ledger, which this app does not import: it is told, like everybody else.
POINTS_EARNED = "points.earned"
SIGN_UP = "sign_up"
# Likewise of routing.
ANSWER_REQUESTED = "answer.requested"
REQUESTS_ENDED = "answer.requests_ended"
ROUTE_EXPIRED = "route.expired"

on = partial(registry.on, queue="notification")


@on(USER_REGISTERED)
def welcome(event: Occurrence) -> None:
    telling.welcome(user_id=int(event.payload["userId"]))


@on(questions.QUESTION_CREATED, when=itemgetter("calls"))
def question_created(event: Occurrence) -> None:
    telling.tell_of_question(question_id=int(event.payload["questionId"]))


@on(questions.ANSWER_CREATED)
def answer_created(event: Occurrence) -> None:
    telling.tell_of_answer(answer_id=int(event.payload["answerId"]))


@on(questions.COMMENT_CREATED)
def comment_created(event: Occurrence) -> None:
    telling.tell_of_comment(comment_id=int(event.payload["commentId"]))


@on(questions.ANSWER_ACCEPTED)
@on(questions.ACCEPTANCE_WITHDRAWN)
def acceptance_changed(event: Occurrence) -> None:
    telling.tell_of_acceptance(answer_id=int(event.payload["answerId"]))


@on(POINTS_EARNED)
def points_earned(event: Occurrence) -> None:
    user_id, amount = int(event.payload["userId"]), int(event.payload["amount"])
    if event.payload["rule"] == SIGN_UP:
        telling.welcome(user_id=user_id, points=amount)
        return
    telling.tell_of_points(
        user_id=user_id,
        amount=amount,
        question_id=_id(event.payload["questionId"]),
        answer_id=_id(event.payload["answerId"]),
    )


@registry.within(ANSWER_REQUESTED)
def answer_requested(event: Occurrence) -> None:
    """With the asks themselves, so that nobody is asked without a line in their inbox."""
    asking.notify_asked(
        recipient_ids=_ids(event.payload["personIds"]),
        actor_id=int(event.payload["questionerId"]),
        question_id=int(event.payload["questionId"]),
    )


@registry.within(REQUESTS_ENDED)
def requests_ended(event: Occurrence) -> None:
    asking.retract_asked(
        recipient_ids=_ids(event.payload["personIds"]),
        question_id=int(event.payload["questionId"]),
    )


@on(ROUTE_EXPIRED)
def route_expired(event: Occurrence) -> None:
    telling.tell_of_silence(question_id=int(event.payload["questionId"]))


def _ids(values: list[str]) -> list[int]:
    return [int(value) for value in values]


def _id(value: str | None) -> int | None:
    return int(value) if value else None
