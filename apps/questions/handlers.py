"""What lists and numbers that are kept for everybody do about what happened to a question."""

from __future__ import annotations

from apps.events.registry import Occurrence, on
from apps.questions import events, queries
from apps.questions.models import Question


@on(events.QUESTION_REMOVED)
def forget_trends(event: Occurrence) -> None:
    """A tag of nothing but hidden questions is named to nobody. Tried again while Valkey is away."""
    rows = Question.objects.filter(pk=int(event.payload["questionId"]))
    for places in rows.values_list("sido_id", "sigungu_id"):
        queries.forget_trending_tags(None, *places)
