"""What this app tells the others. Ids are strings, as in every event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from apps.events.services.publishing import publish

if TYPE_CHECKING:
    from apps.questions.models import Question

# People were asked, by which the clock has changed too. Inboxes take it within the same transaction.
ANSWER_REQUESTED = "answer.requested"
# They need not answer any more.
REQUESTS_ENDED = "answer.requests_ended"
# What the question's clock shows is different now.
ROUTE_CHANGED = "route.changed"
# Ten minutes are over without an answer.
ROUTE_EXPIRED = "route.expired"


def answer_requested(question: Question, *, person_ids: Iterable[int], wave: int) -> None:
    publish(
        ANSWER_REQUESTED,
        {
            "questionId": str(question.pk),
            "questionerId": str(question.author_id),
            "personIds": _strings(person_ids),
            "wave": wave,
        },
    )


def requests_ended(question_id: int, *, person_ids: Iterable[int]) -> None:
    publish(REQUESTS_ENDED, {"questionId": str(question_id), "personIds": _strings(person_ids)})


def route_changed(question_id: int) -> None:
    publish(ROUTE_CHANGED, {"questionId": str(question_id)})


def route_expired(question: Question, *, asked: int) -> None:
    publish(
        ROUTE_EXPIRED,
        {
            "questionId": str(question.pk),
            "questionerId": str(question.author_id),
            "asked": asked,
        },
    )


def _strings(ids: Iterable[int]) -> list[str]:
    return [str(pk) for pk in ids]
