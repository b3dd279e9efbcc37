"""Whether a question still wants an answer."""

from __future__ import annotations

from apps.questions.models import Answer, Question
from apps.routing.enums import Outcome


def outcome_of(question: Question) -> str:
    """How looking for an answer ends by what the question is now; empty while one is wanted."""
    if not question.is_visible:
        return Outcome.REMOVED
    if question.is_accepted or _has_good_answer(question):
        return Outcome.ANSWERED
    return "" if question.is_open else Outcome.CLOSED


def _has_good_answer(question: Question) -> bool:
    """By somebody else, and not found wrong by more people than found it right."""
    if not question.answer_count:
        return False
    others = Answer.objects.visible().filter(question=question).exclude(author=question.author_id)
    return others.filter(score__gte=0).exists()
