from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import Conflict
from apps.core.markdown import render
from apps.questions import events, permissions
from apps.questions.models import Answer, Category, Question, Revision
from apps.questions.services import wording
from apps.questions.services.locating import Pin, pinned
from apps.questions.services.locking import lock_answer, lock_question
from apps.questions.services.tagging import set_tags, until_tags_stay
from apps.questions.tags import canonical_names


class EditConflict(Conflict):
    """Somebody saved another version since the form was opened."""

    code = "edit_conflict"

    def __init__(self) -> None:
        super().__init__(
            _("그사이 다른 곳에서 고친 내용이 있어요. 아래에서 견주어 보고 다시 저장해 주세요.")
        )


@until_tags_stay
@transaction.atomic
def edit_question(
    *,
    editor: User,
    question: Question,
    title: str,
    body: str,
    category: Category | None,
    tags: Sequence[str],
    is_urgent: bool,
    version: int,
    pin: Pin | None = None,
) -> Question:
    """Change a question that is still at ``version``; the old text joins its history.

    The region stays: people of that place were asked, and have answered. So does the point without a ``pin``.
    """
    question = lock_question(question.pk)
    permissions.check_edit(editor, question)
    problems = wording.Problems()
    title = wording.title(title, problems)
    body = wording.question_body(body, problems)
    names = canonical_names(wording.tags(tags, problems))
    wording.category(category, problems)
    wording.point(pin and pin.point, problems)
    problems.raise_if_any()
    place = pinned(pin.point, is_public_place=pin.is_public_place) if pin else {}
    moved = any(getattr(question, name) != value for name, value in place.items())
    old_tags = [row.tag.name for row in question.question_tags.select_related("tag")]
    wanted = (title, body, names, category, is_urgent)
    if not moved and wanted == (
        question.title, question.body, old_tags, question.category, question.is_urgent
    ):  # fmt: skip
        return question
    _check_version(question, version)
    _remember(question, editor, title=question.title, tags=old_tags)
    question.title, question.body, question.body_html = title, body, render(body)
    question.category = category or question.category
    question.is_urgent = is_urgent
    for name, value in place.items():
        setattr(question, name, value)
    _bump(question, "title", "body", "body_html", "category", "is_urgent", *place)
    set_tags(question, names)
    events.question_changed(events.QUESTION_EDITED, question, by=editor)
    return question


@transaction.atomic
def edit_answer(*, editor: User, answer: Answer, body: str, version: int) -> Answer:
    """Change an answer that is still at ``version``; the old text joins its history."""
    question, answer = lock_answer(answer.pk)
    permissions.check_edit(editor, answer)
    problems = wording.Problems()
    body = wording.answer_body(body, problems)
    problems.raise_if_any()
    if body == answer.body:
        return answer
    _check_version(answer, version)
    _remember(answer, editor)
    answer.body, answer.body_html = body, render(body)
    _bump(answer, "body", "body_html")
    events.answer_changed(events.ANSWER_EDITED, answer, question, by=editor)
    return answer


def _check_version(post: Question | Answer, version: int) -> None:
    if post.version != version:
        raise EditConflict


def _remember(
    post: Question | Answer, editor: User, *, title: str = "", tags: Sequence[str] = ()
) -> None:
    Revision.objects.create(
        question=post if isinstance(post, Question) else None,
        answer=post if isinstance(post, Answer) else None,
        version=post.version,
        editor=editor,
        title=title,
        body=post.body,
        tags=list(tags),
        created_at=post.edited_at or post.created_at,
    )


def _bump(post: Question | Answer, *fields: str) -> None:
    post.version += 1
    post.edited_at = timezone.now()
    post.save(update_fields=[*fields, "version", "edited_at"])
