"""Deleting one's own posts, and hiding and restoring anybody's. Rows stay; counts follow."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.enums import Visibility
from apps.core.errors import DomainError
from apps.questions import events, permissions
from apps.questions.models import Answer, Comment, Question
from apps.questions.services.accepting import put_back, withdraw_for_moderation
from apps.questions.services.answering import first_help
from apps.questions.services.locking import (
    count_on_person,
    count_on_writers,
    lock_answer,
    lock_question,
    save_counts,
)
from apps.questions.services.tagging import count_tags


@transaction.atomic
def delete_question(*, user: User, question: Question) -> None:
    """Take back one's own question while nobody has answered; again changes nothing."""
    question = lock_question(question.pk)
    permissions.check_delete_question(user, question)
    _set_question(question, Visibility.DELETED, by=user)


@transaction.atomic
def delete_answer(*, user: User, answer: Answer) -> None:
    """Take back one's own answer unless it was accepted; again changes nothing."""
    question, answer = lock_answer(answer.pk)
    permissions.check_delete_answer(user, question, answer)
    _set_answer(question, answer, Visibility.DELETED, by=user)


@transaction.atomic
def hide(*, moderator: User, post: Question | Answer | Comment, reason: str) -> None:
    """Take a post out of sight, out of lists and out of counts, for ``reason``."""
    permissions.check_moderate(moderator)
    if not reason.strip():
        raise DomainError(_("숨기는 까닭을 적어 주세요."), field="reason")
    _moderate(post, Visibility.HIDDEN, reason.strip()[:200], moderator)


@transaction.atomic
def restore(*, moderator: User, post: Question | Answer | Comment, reason: str) -> None:
    """Show a hidden post again. What its author deleted stays deleted."""
    permissions.check_moderate(moderator)
    if not reason.strip():
        raise DomainError(_("되살리는 까닭을 적어 주세요."), field="reason")
    _moderate(post, Visibility.VISIBLE, "", moderator)


def _moderate(
    post: Question | Answer | Comment, visibility: Visibility, reason: str, by: User
) -> None:
    if isinstance(post, Question):
        _set_question(lock_question(post.pk), visibility, by=by, reason=reason)
    elif isinstance(post, Answer):
        question, answer = lock_answer(post.pk)
        if question.accepted_answer_id == answer.pk and visibility == Visibility.HIDDEN:
            withdraw_for_moderation(question)
        _set_answer(question, answer, visibility, by=by, reason=reason)
        if answer.is_visible:
            put_back(question, answer)
    else:
        comment = Comment.objects.select_for_update(no_key=True).get(pk=post.pk)
        if change := _set(comment, visibility, reason):
            restored = change > 0
            event_type = events.COMMENT_RESTORED if restored else events.COMMENT_REMOVED
            events.comment_changed(event_type, comment)


def _set_question(
    question: Question, visibility: Visibility, *, by: User, reason: str = ""
) -> None:
    change = _set(question, visibility, reason)
    if not change:
        return
    count_on_writers(question, change)
    names = question.question_tags.values_list("tag__name", flat=True)
    count_tags(dict.fromkeys(names, change))
    event_type = events.QUESTION_RESTORED if change > 0 else events.QUESTION_REMOVED
    events.question_changed(event_type, question, by=by)


def _set_answer(
    question: Question, answer: Answer, visibility: Visibility, *, by: User, reason: str = ""
) -> None:
    change = _set(answer, visibility, reason)
    if not change:
        return
    question.answer_count += change
    question.first_answered_at = first_help(question)
    save_counts(question, "answer_count", "first_answered_at")
    if question.is_visible:  # else its answers are in nobody's counts
        count_on_person(answer.author_id, answer_count=change)
    event_type = events.ANSWER_RESTORED if change > 0 else events.ANSWER_REMOVED
    events.answer_changed(event_type, answer, question, by=by)


def _set(post: Question | Answer | Comment, visibility: Visibility, reason: str) -> int:
    """Write the new state; return 1 if the post came into sight, -1 if it left, else 0."""
    before = post.visibility
    if before in (visibility, Visibility.DELETED):
        return 0
    post.visibility = visibility
    if visibility != Visibility.DELETED:  # the moderators' reason outlives the author's deletion
        post.hidden_reason = reason
    post.save(update_fields=["visibility", "hidden_reason"])
    return int(visibility == Visibility.VISIBLE) - int(before == Visibility.VISIBLE)
