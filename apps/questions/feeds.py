"""The feeds: which questions, in which order. Each has an index for every level of region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.pagination import Page, paginate
from apps.questions.models import Question

if TYPE_CHECKING:
    from apps.questions.models import Category
    from apps.questions.querysets import QuestionQuerySet
    from apps.regions.models import Region


class Feed(models.TextChoices):
    NEW = "new", _("최신")
    URGENT = "urgent", _("급해요")
    WAITING = "waiting", _("답변 기다려요")
    HOT = "hot", _("인기")


NEWEST = ("-created_at", "-id")
HOTTEST = ("-hot", "-id")
# The same as by time, and the order of the tags' index, so that a tag is read a page at a time.
LAST_TAGGED = ("-tagged",)


@dataclass(frozen=True)
class Filters:
    """What a reader chose to see. ``region`` None is the whole country."""

    feed: Feed = Feed.NEW
    region: Region | None = None
    category: Category | None = None
    tag_id: int | None = None
    author_id: int | None = None


def feed_page(filters: Filters, *, cursor: str | None) -> Page[Question]:
    """One page of visible questions with everything their cards show."""
    return paginate(rows(filters), order_by=order_of(filters), cursor=cursor)


def order_of(filters: Filters) -> tuple[str, ...]:
    if filters.feed == Feed.HOT:
        return HOTTEST
    return NEWEST if filters.tag_id is None else LAST_TAGGED


def rows(filters: Filters) -> QuestionQuerySet:
    """Hidden and deleted questions are nobody's in a list, not even their authors'."""
    questions = Question.objects.visible().in_region(filters.region).in_category(filters.category)
    if filters.feed == Feed.URGENT:
        questions = questions.urgent()
    elif filters.feed == Feed.WAITING:
        questions = questions.unanswered()
    if filters.tag_id is not None:
        questions = questions.tagged(filters.tag_id)
    if filters.author_id is not None:
        questions = questions.filter(author_id=filters.author_id)
    return questions.for_list()
