from __future__ import annotations

from apps.questions.models import Question


def clear_bounty(question: Question) -> None:
    """The bounty went back to its asker. Call it with the question locked."""
    question.bounty = 0
    question.save(update_fields=["bounty"])
