from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex, HashIndex
from django.db import models
from django.db.models.functions import Length, Now, Round
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from apps.accounts.validators import NICKNAME_MAX
from apps.core import links
from apps.core.enums import Visibility
from apps.core.models import Moderated
from apps.questions import geometry, limits
from apps.questions.enums import Status
from apps.questions.models.tags import QuestionTag, Tag
from apps.questions.querysets import QuestionQuerySet

if TYPE_CHECKING:
    from apps.questions.models.comments import Comment

_SCOPES = (((), ""), (("sido",), "_sido"), (("sigungu",), "_sigungu"), (("emd",), "_emd"))
_VISIBLE = models.Q(visibility=Visibility.VISIBLE)
_PINNED = _VISIBLE & models.Q(lat__isnull=False)
_UNANSWERED = models.Q(answer_count=0, status=Status.OPEN) & _VISIBLE
_URGENT = models.Q(is_urgent=True, accepted_answer=None, status=Status.OPEN) & _VISIBLE


class Category(models.Model):
    """What a question is about. Operators edit these in admin."""

    slug = models.SlugField(_("주소"), max_length=20, unique=True)
    name = models.CharField(_("이름"), max_length=20, unique=True)
    icon = models.CharField(_("아이콘"), max_length=30, help_text=_("아이콘 모음에 있는 이름"))
    position = models.PositiveSmallIntegerField(_("순서"), default=0)
    is_active = models.BooleanField(_("쓰는 중"), default=True)

    class Meta:
        verbose_name = _("분류")
        verbose_name_plural = _("분류")
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name


class Question(Moderated):
    """Something somebody wants to know about a place.

    The three region columns repeat ``region``'s ancestors, so that each level's
    feed is one index range.
    """

    # Without an index of its own: ``question_author`` begins with it.
    author = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="questions",
        db_index=False,
        verbose_name=_("질문한 사람"),
    )
    region = models.ForeignKey(
        "regions.Region", models.PROTECT, related_name="+", db_index=False, verbose_name=_("지역")
    )
    sido = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", db_index=False)
    sigungu = models.ForeignKey(
        "regions.Region", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    emd = models.ForeignKey(
        "regions.Region", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", db_index=False, verbose_name=_("분류")
    )
    title = models.CharField(_("제목"), max_length=limits.TITLE_MAX)
    body = models.TextField(_("내용"), blank=True, max_length=limits.BODY_MAX)
    body_html = models.TextField(editable=False, blank=True)
    tags: models.ManyToManyField[Tag, QuestionTag] = models.ManyToManyField(
        Tag, through="QuestionTag", related_name="questions"
    )
    is_urgent = models.BooleanField(_("급해요"), default=False)
    bounty = models.PositiveSmallIntegerField(_("현상 포인트"), default=0)
    lat = models.DecimalField(_("위도"), max_digits=8, decimal_places=6, null=True, blank=True)
    lng = models.DecimalField(_("경도"), max_digits=9, decimal_places=6, null=True, blank=True)
    # A shop, a beach, a stop: the point is exact. Any other is rounded before it comes here.
    is_public_place = models.BooleanField(_("공공장소"), default=False, db_default=False)

    status = models.PositiveSmallIntegerField(_("상태"), choices=Status, default=Status.OPEN)
    accepted_answer = models.OneToOneField(
        "questions.Answer", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Whose accepted answer helped the asker, who then closed this one.
    solved_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("해결해 준 질문"),
    )
    answer_count = models.PositiveIntegerField(_("답변"), default=0, editable=False)
    score = models.IntegerField(_("도움돼요"), default=0, editable=False)
    me_too_count = models.PositiveIntegerField(_("나도 궁금해요"), default=0, editable=False)
    bookmark_count = models.PositiveIntegerField(_("저장"), default=0, editable=False)
    view_count = models.PositiveIntegerField(_("조회"), default=0, editable=False)
    hot = models.FloatField(default=0, editable=False)

    version = models.PositiveIntegerField(default=1, editable=False)
    idempotency_key = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("쓴 때"), db_default=Now(), editable=False)
    edited_at = models.DateTimeField(_("고친 때"), null=True, blank=True, editable=False)
    # By somebody other than the asker, and not gone since: what "ten minutes" is measured by.
    first_answered_at = models.DateTimeField(_("첫 답변"), null=True, blank=True, editable=False)

    # What a card shows of other tables, so that a list reads its questions and nothing else (docs/adr/0013).
    # A trigger keeps the tags' names, an event the author's.
    tag_names = ArrayField(
        models.CharField(max_length=limits.TAG_LENGTH_MAX),
        default=list,
        db_default=[],
        editable=False,
    )
    author_name = models.CharField(
        max_length=NICKNAME_MAX, editable=False, default="", db_default=""
    )
    author_level = models.PositiveSmallIntegerField(default=1, db_default=1, editable=False)

    # Set by ``with_state_of`` and by the queries of a page, never stored.
    my_vote: int | None
    is_me_too: bool
    is_bookmarked: bool
    has_draft: bool
    shown_comments: list[Comment]

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("질문")
        verbose_name_plural = _("질문")
        permissions = (("moderate", _("글을 숨기고 되살리기")),)
        constraints = (
            models.UniqueConstraint(
                fields=("author", "idempotency_key"), name="question_asked_once"
            ),
            models.CheckConstraint(
                name="question_region_is_deepest_level",
                condition=models.Q(emd__isnull=False, emd=models.F("region"), sigungu__isnull=False)
                | models.Q(emd=None, sigungu__isnull=False, sigungu=models.F("region"))
                | models.Q(emd=None, sigungu=None, sido=models.F("region")),
            ),
            models.CheckConstraint(
                name="question_point_is_whole",
                condition=models.Q(lat=None, lng=None)
                | models.Q(
                    lat__isnull=False,
                    lng__isnull=False,
                    lat__range=(Decimal(geometry.SOUTH), Decimal(geometry.NORTH)),
                    lng__range=(Decimal(geometry.WEST), Decimal(geometry.EAST)),
                ),
            ),
            models.CheckConstraint(
                name="question_point_is_coarse",
                condition=models.Q(lat=None, is_public_place=False)
                | models.Q(lat__isnull=False, is_public_place=True)
                | models.Q(
                    lat__isnull=False,
                    lat=Round("lat", geometry.DIGITS),
                    lng=Round("lng", geometry.DIGITS),
                ),
            ),
            models.CheckConstraint(
                name="question_bounty_is_offered",
                condition=models.Q(bounty__in=limits.BOUNTY_CHOICES),
            ),
            models.CheckConstraint(
                name="question_solved_by_another",
                condition=models.Q(solved_by=None) | ~models.Q(solved_by=models.F("id")),
            ),
            models.CheckConstraint(
                name="question_solved_is_closed",
                condition=models.Q(solved_by=None) | models.Q(status=Status.CLOSED),
            ),
            models.CheckConstraint(
                name="question_body_length",
                condition=LessThanOrEqual(Length("body"), limits.BODY_MAX),
            ),
        )
        indexes = (
            models.Index(fields=("-created_at", "-id"), name="question_new", condition=_VISIBLE),
            *(
                models.Index(
                    fields=(scope, "-created_at", "-id"),
                    name=f"question_{scope}_new",
                    condition=_VISIBLE,
                )
                for scope in ("sido", "sigungu", "emd", "category")
            ),
            *(
                models.Index(
                    fields=(scope, "category", "-created_at", "-id"),
                    name=f"question_{scope}_category",
                    condition=_VISIBLE,
                )
                for scope in ("sido", "sigungu", "emd")
            ),
            *(
                models.Index(
                    fields=(*scope, *category, order, "-id"),
                    name=f"question_{feed}{suffix}{'_c' if category else ''}",
                    condition=condition,
                )
                for feed, order, condition in (
                    ("hot", "-hot", _VISIBLE),
                    ("unanswered", "-created_at", _UNANSWERED),
                    ("urgent", "-created_at", _URGENT),
                )
                for category in ((), ("category",))
                for scope, suffix in _SCOPES
            ),
            models.Index(fields=("author", "-created_at", "-id"), name="question_author"),
            # One page for each question that a list finds by its id, where the primary key takes three. Some
            # buckets are twice as full as others: at 40 % they need no second page.
            HashIndex(fields=("id",), name="question_by_id", fillfactor=40),
            # By distance, and for circles with little in them by time. Built as it grows, one by one:
            # PostgreSQL's quicker way of building makes pages that overlap more.
            GistIndex(
                geometry.Spot(),
                models.F("created_at"),
                name="question_around",
                condition=_PINNED,
                buffering=True,
            ),
            # By time, with the points themselves, so that a circle is looked for in the index alone.
            *(
                models.Index(
                    geometry.Cell(per_degree),
                    models.F("created_at").desc(),
                    models.F("id").desc(),
                    name=f"question_square_{per_degree}",
                    include=("lat", "lng"),
                    condition=_PINNED,
                )
                for per_degree in geometry.GRIDS
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.question(self.pk, self.title)

    @property
    def tag_list(self) -> list[Tag]:
        """Tags in the asker's order; for their names alone, see ``tag_names``."""
        return [row.tag for row in self.question_tags.all()]

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN

    @property
    def is_accepted(self) -> bool:
        return self.accepted_answer_id is not None

    @property
    def is_waiting(self) -> bool:
        """Nobody has answered yet, and answers are still wanted."""
        return self.answer_count == 0 and self.is_open
