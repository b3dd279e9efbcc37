"""나도 궁금해요 and bookmarks: switches that say what they should be, so that twice is once."""

from __future__ import annotations

from django.db import transaction

from apps.accounts.models import User
from apps.questions import permissions
from apps.questions.models import Bookmark, MeToo, Question
from apps.questions.services.locking import lock_question, save_counts


@transaction.atomic
def set_me_too(*, user: User, question: Question, wanted: bool) -> Question:
    """Join or leave those who want to know the same."""
    permissions.check_me_too(user, question)
    question = lock_question(question.pk)
    question.me_too_count += _switch(MeToo, user, question, wanted=wanted)
    save_counts(question, "me_too_count")
    return question


@transaction.atomic
def set_bookmark(*, user: User, question: Question, wanted: bool) -> Question:
    """Keep a question for later, or stop keeping it."""
    permissions.check_write(user)
    question = lock_question(question.pk)
    question.bookmark_count += _switch(Bookmark, user, question, wanted=wanted)
    save_counts(question, "bookmark_count")
    return question


def _switch(model: type[MeToo | Bookmark], user: User, question: Question, *, wanted: bool) -> int:
    if wanted:
        _row, created = model._default_manager.get_or_create(user=user, question=question)
        return int(created)
    deleted, _by_model = model._default_manager.filter(user=user, question=question).delete()
    return -deleted
