from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from apps.accounts.models import User
from apps.core.markdown import render
from apps.core.text import clean_text
from apps.questions import events, permissions
from apps.questions.models import Answer, Question
from apps.questions.services import wording
from apps.questions.services.drafting import discard_draft
from apps.questions.services.locking import (
    already_written,
    count_on_person,
    lock_question,
    save_counts,
)


@transaction.atomic
def answer(
    *,
    author: User,
    question: Question,
    body: str,
    idempotency_key: UUID | None = None,
    when_new: Callable[[], object] | None = None,
) -> Answer:
    """Answer a question; the same key again returns the first answer.

    ``when_new`` is as in ``asking.ask``.
    """
    question = lock_question(question.pk)
    if written := already_written(
        Answer, author, idempotency_key, question_id=question.pk, body=clean_text(body)
    ):
        return written
    permissions.check_answer(author, question)
    problems = wording.Problems()
    body = wording.answer_body(body, problems)
    problems.raise_if_any()
    if when_new:
        when_new()
    now = timezone.now()
    posted = Answer.objects.create(
        question=question,
        author=author,
        body=body,
        body_html=render(body),
        idempotency_key=idempotency_key,
        created_at=now,
    )
    question.answer_count += 1
    if author.pk != question.author_id:
        question.first_answered_at = question.first_answered_at or now
    save_counts(question, "answer_count", "first_answered_at")
    count_on_person(author.pk, answer_count=1)
    discard_draft(author_id=author.pk, question_id=question.pk)
    events.answer_created(posted, question)
    return posted


def first_help(question: Question) -> datetime | None:
    """When somebody other than the asker first answered, among the answers that are to be seen."""
    by_others = Answer.objects.visible().filter(question=question)
    by_others = by_others.exclude(author_id=question.author_id)
    first: datetime | None = by_others.aggregate(at=Min("created_at"))["at"]
    return first
