"""What somebody hears when something happens."""

from __future__ import annotations

from functools import partial

from apps.accounts.events import USER_REGISTERED
from apps.events import registry
from apps.events.registry import Occurrence
from apps.notifications.services import telling
from apps.questions import events as questions

# Named by the ledger, which this app does not import: it is told, like everybody else.
POINTS_EARNED = "points.earned"
SIGN_UP = "sign_up"

on = partial(registry.on, queue="notification")


@on(USER_REGISTERED)
def welcome(event: Occurrence) -> None:
    telling.welcome(user_id=int(event.payload["userId"]))


@on(questions.QUESTION_CREATED)
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


def _id(value: str | None) -> int | None:
    return int(value) if value else None
