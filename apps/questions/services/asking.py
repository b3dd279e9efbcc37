from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.markdown import render
from apps.core.text import clean_line, clean_text
from apps.questions import events, limits, permissions, ranking
from apps.questions.models import Category, Question
from apps.questions.services import wording
from apps.questions.services.drafting import discard_draft
from apps.questions.services.locking import already_written, count_on_person, lock_person
from apps.questions.services.tagging import first_tags
from apps.regions.models import Region

Point = tuple[float, float]
# About 100 m: enough to say where, too coarse to say at whose door.
POINT_DIGITS = Decimal("0.001")


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
    idempotency_key: UUID | None = None,
) -> Question:
    """Publish a question; the same key again returns the first one.

    ``point`` is (latitude, longitude) in degrees, kept to about 100 m. Raises ``ValidationFailed``
    naming every wrong field, and whatever the ledger says when the bounty is
    more than the asker has.
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
    if point is not None and not _in_korea(point):
        problems.add("point", _("지도 위치가 우리나라 밖이에요. 다시 골라 주세요."))
    problems.raise_if_any()
    assert region is not None  # noqa: S101 -- wording.region has seen to it
    assert category is not None  # noqa: S101 -- and wording.category
    now = timezone.now()
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
        lat=_coarse(point[0]) if point else None,
        lng=_coarse(point[1]) if point else None,
        idempotency_key=idempotency_key,
        created_at=now,
        hot=ranking.hot(score=0, me_too=0, answers=0, bookmarks=0, created_at=now),
    )
    first_tags(question, names)
    count_on_person(author.pk, question_count=1)
    discard_draft(author_id=author.pk, question_id=None)
    events.question_created(question, tags=names, is_first=not author.question_count)
    return question


def _coarse(degrees: float) -> Decimal:
    return Decimal(degrees).quantize(POINT_DIGITS)


def _in_korea(point: Point) -> bool:
    lat, lng = point
    return 32 <= lat <= 39 and 124 <= lng <= 132
