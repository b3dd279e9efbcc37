"""What is copied and kept of questions follows what happens to them and to their authors."""

from __future__ import annotations

from apps.accounts.events import PERSON_CHANGED
from apps.events.registry import Occurrence, on
from apps.questions import events, queries
from apps.questions.models import Question
from apps.questions.services import authoring


@on(PERSON_CHANGED, queue="events")
def copy_author(event: Occurrence) -> None:
    authoring.copy_author(person_id=int(event.payload["userId"]))


@on(events.QUESTION_REMOVED)
def forget_trends(event: Occurrence) -> None:
    """A tag of nothing but hidden questions is named to nobody. Tried again while Valkey is away."""
    rows = Question.objects.filter(pk=int(event.payload["questionId"]))
    for places in rows.values_list("sido_id", "sigungu_id"):
        queries.forget_trending_tags(None, *places)


@on(events.TAG_FORBIDDEN)
def forget_forbidden(event: Occurrence) -> None:
    queries.forget_trending_tags(*event.payload["places"])
