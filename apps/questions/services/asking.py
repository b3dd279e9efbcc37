from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.markdown import render
from apps.core.prepared import preparing
from apps.core.text import clean_line, clean_text
from apps.questions import events, limits, permissions, ranking
from apps.questions.models import Category, Question
from apps.questions.services import wording
from apps.questions.services.drafting import discard_draft
from apps.questions.services.locating import Point, pinned
from apps.questions.services.locking import already_written, count_on_person, lock_person
from apps.questions.services.tagging import first_tags, until_tags_stay
from apps.regions.models import Region


@until_tags_stay
@transaction.atomic
def ask(
    *,
    author: User,
    title: str,
    region: Region | None,
    category: Category | None,
    body: str = "",
    tags: Sequence[str] = (),
    is_urgent: bool = False,
    bounty: int = 0,
    point: Point | None = None,
    is_public_place: bool = False,
    idempotency_key: UUID | None = None,
    when_new: Callable[[], object] | None = None,
) -> Question:
    """Publish a question; the same key again returns the first one.

    ``point`` is (latitude, longitude) in degrees, kept to about 100 m unless it is a public place's.
    ``when_new`` is called when it is sure that something will be written, and may still say no; again when
    a tag was merged meanwhile.
    Raises ``ValidationFailed`` naming every wrong field, and whatever the ledger says when the bounty
    is more than the asker has.
    """
    permissions.check_write(author)
    author = lock_person(author.pk)
    if written := already_written(
        Question, author, idempotency_key, title=clean_line(title), body=clean_text(body)
    ):
        return written
    problems = wording.Problems()
    title = wording.title(title, problems)
    body = wording.question_body(body, problems)
    names = wording.tags(tags, problems)
    wording.region(region, problems)
    wording.category(category, problems)
    if bounty not in limits.BOUNTY_CHOICES:
        problems.add("bounty", _("고를 수 있는 포인트 가운데에서 골라 주세요."))
    wording.point(point, problems)
    problems.raise_if_any()
    assert region is not None  # noqa: S101 -- wording.region has seen to it
    assert category is not None  # noqa: S101 -- and wording.category
    if when_new:
        when_new()
    now = timezone.now()
    # Most columns of the site are written here: their values are not put into the statement each time.
    with preparing():
        question = Question.objects.create(
            author=author,
            region=region,
            **region.columns,
            category=category,
            title=title,
            body=body,
            body_html=render(body),
            is_urgent=is_urgent,
            bounty=bounty,
            **pinned(point, is_public_place=is_public_place),
            tag_names=names,
            author_name=author.nickname,
            author_level=author.level,
            idempotency_key=idempotency_key,
            created_at=now,
            hot=ranking.hot(score=0, me_too=0, answers=0, bookmarks=0, created_at=now),
        )
    question.tag_names = names = first_tags(question, names)
    count_on_person(author.pk, question_count=1)
    discard_draft(author_id=author.pk, question_id=None)
    events.question_created(question, tags=names, is_first=not author.question_count)
    return question
