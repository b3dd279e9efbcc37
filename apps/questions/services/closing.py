from __future__ import annotations

from django.db import transaction

from apps.accounts.models import User
from apps.questions import events, permissions
from apps.questions.enums import Status
from apps.questions.models import Question
from apps.questions.services.locking import lock_question


@transaction.atomic
def close(*, user: User, question: Question, solved_by: Question | None = None) -> Question:
    """Stop taking answers; a second call changes nothing.

    ``solved_by`` is the question whose accepted answer helped the asker.
    """
    question = lock_question(question.pk)
    if solved_by is None:
        permissions.check_close(user, question)
    else:
        permissions.check_solve(user, question, solved_by)
    return _set(user, question, Status.CLOSED, events.QUESTION_CLOSED, solved_by)


@transaction.atomic
def reopen(*, user: User, question: Question) -> Question:
    """Take answers again; a second call changes nothing."""
    question = lock_question(question.pk)
    permissions.check_close(user, question)
    return _set(user, question, Status.OPEN, events.QUESTION_REOPENED, None)


def _set(
    user: User, question: Question, status: Status, event_type: str, solved_by: Question | None
) -> Question:
    if question.status != status:
        question.status, question.solved_by = status, solved_by
        question.save(update_fields=["status", "solved_by"])
        events.question_changed(event_type, question, by=user)
    return question
