from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from apps.accounts.models import User
from apps.core.enums import Visibility
from apps.core.text import clean_text
from apps.questions import events, permissions
from apps.questions.models import Answer, Comment, Question
from apps.questions.services import wording
from apps.questions.services.locking import already_written, lock_answer, lock_question


@transaction.atomic
def comment(
    *,
    author: User,
    on: Question | Answer,
    body: str,
    idempotency_key: UUID | None = None,
    when_new: Callable[[], object] | None = None,
) -> Comment:
    """Remark on a question or an answer; the same key again returns the first remark.

    ``when_new`` is as in ``asking.ask``.
    """
    permissions.check_write(author)
    post: Question | Answer
    if isinstance(on, Answer):
        question, post = lock_answer(on.pk)
    else:
        post = question = lock_question(on.pk)
    if written := already_written(
        Comment,
        author,
        idempotency_key,
        question_id=question.pk,
        answer_id=post.pk if isinstance(post, Answer) else None,
        body=clean_text(body),
    ):
        return written
    permissions.check_comment(author, question)
    permissions.check_comment(author, post)
    problems = wording.Problems()
    body = wording.comment_body(body, problems)
    problems.raise_if_any()
    if when_new:
        when_new()
    posted = Comment.objects.create(
        question=question,
        answer=post if isinstance(post, Answer) else None,
        author=author,
        body=body,
        idempotency_key=idempotency_key,
    )
    events.comment_created(posted, post_author_id=post.author_id)
    return posted


@transaction.atomic
def delete_comment(*, user: User, comment: Comment) -> None:
    """Take back one's own remark; a second call changes nothing."""
    permissions.check_delete_comment(user, comment)
    if Comment.objects.visible().filter(pk=comment.pk).update(visibility=Visibility.DELETED):
        events.comment_changed(events.COMMENT_REMOVED, comment)
