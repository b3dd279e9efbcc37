from __future__ import annotations

from django.db import transaction

from apps.accounts.models import User
from apps.questions import events, permissions
from apps.questions.enums import Status
from apps.questions.models import Question
from apps.questions.services.locking import lock_question


@transaction.atomic
def close(*, user: User, question: Question) -> Question:
    """Stop taking answers; a second call changes nothing."""
    return _set(user, question, Status.CLOSED, events.QUESTION_CLOSED)


@transaction.atomic
def reopen(*, user: User, question: Question) -> Question:
    """Take answers again; a second call changes nothing."""
    return _set(user, question, Status.OPEN, events.QUESTION_REOPENED)


def _set(user: User, question: Question, status: Status, event_type: str) -> Question:
    question = lock_question(question.pk)
    permissions.check_close(user, question)
    if question.status != status:
        question.status = status
        question.save(update_fields=["status"])
        events.question_changed(event_type, question, by=user)
    return question
