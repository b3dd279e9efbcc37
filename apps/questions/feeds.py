"""The feeds: which questions, in which order. Each has an index for every level of region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.pagination import PAGE_SIZE, Page, page_of, paginate
from apps.core.prepared import Parameter, prepared, prepared_but_planned
from apps.core.remembered import look_up, remembered
from apps.questions.models import Category, Question
from apps.regions.known import known_regions
from apps.regions.models import Region

if TYPE_CHECKING:
    from apps.questions.querysets import QuestionQuerySet


class Feed(models.TextChoices):
    NEW = "new", _("최신")
    URGENT = "urgent", _("급해요")
    WAITING = "waiting", _("답변 기다려요")
    HOT = "hot", _("인기")


FEEDS = tuple(Feed.choices)
NEWEST = ("-created_at", "-id")
BLOCKED = "blocked"
HOTTEST = ("-hot", "-id")
# Ids as near each other as this share pages of the primary key; farther apart, the hash index reads fewer.
NEIGHBOURS = 500
# The same as by time, and the order of the tags' index, so that a tag is read a page at a time.
LAST_TAGGED = ("-tagged",)


class Card:
    """A row of ``QuestionQuerySet.for_cards`` with the names of its region and category."""

    __slots__ = ("category_name", "region_name", "row")

    def __init__(self, row: Any) -> None:
        self.row = row
        self.region_name = look_up(known_regions, row.region_id).name
        self.category_name = look_up(category_names, row.category_id)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


@remembered(seconds=60)
def category_names() -> Mapping[int, str]:
    """Of all categories, also those no longer in use."""
    return MappingProxyType(dict(Category.objects.values_list("pk", "name")))


@dataclass(frozen=True)
class Filters:
    """What a reader chose to see. ``region`` None is the whole country."""

    feed: Feed = Feed.NEW
    region: Region | None = None
    category: Category | None = None
    tag_id: int | None = None
    author_id: int | None = None


def feed_page(
    filters: Filters, *, cursor: str | None, blocked: Sequence[int] = ()
) -> Page[Question]:
    """One page of visible questions with their authors, regions, categories and tags."""
    found = rows(filters).not_by(blocked).for_list()
    return paginate(found, order_by=order_of(filters), cursor=cursor)


def card_page(filters: Filters, *, cursor: str | None, blocked: Sequence[int] = ()) -> Page[Card]:
    """One page of visible questions as cards. First pages, which most people read, are prepared.

    ``blocked``: whose questions the reader is not shown.
    """
    order = order_of(filters)
    if cursor:
        found = rows(filters).not_by(blocked).for_cards(*_names(order))
        return _as_cards(paginate(found, order_by=order, cursor=cursor))
    narrowed: dict[str, Any] = {
        "region": filters.region and filters.region.pk,
        "category": filters.category and filters.category.pk,
        "tag": filters.tag_id,
        "author": filters.author_id,
    }
    by = [name for name, value in narrowed.items() if value is not None]
    level = filters.region and filters.region.level
    # By region, an index has the feed in its order; by others, how best to find it depends on which.
    read = _first_cards if by in ([], ["region"]) else _first_narrow_cards
    if blocked:
        by, narrowed = [*by, BLOCKED], narrowed | {BLOCKED: list(blocked)}
    return _as_cards(page_of(read.rows(filters.feed, level, *by, **narrowed), order_by=order))


def cards_of(ids: Sequence[int], *extra: str, blocked: Sequence[int] = ()) -> list[Card]:
    """The cards of those of ``ids`` that are visible, in the same order; with ``extra`` fields."""
    cards = _by_id(ids).not_by(blocked).for_cards(*extra)
    found = {card.id: Card(card) for card in cards}
    return [found[pk] for pk in ids if pk in found]


def _by_id(ids: Sequence[int]) -> QuestionQuerySet:
    """Each by the hash index, or together by the primary key, where it has them side by side."""
    found = Question.objects.visible().filter(pk__in=ids)
    if ids and max(ids) - min(ids) < NEIGHBOURS:
        # Which says nothing new, but tells the planner so.
        found = found.filter(pk__range=(min(ids), max(ids)))
    return found


def _as_cards(page: Page[Any]) -> Page[Card]:
    return Page([Card(row) for row in page.items], page.next_cursor)


def listed(ids: Sequence[int], *, blocked: Sequence[int] = ()) -> list[Question]:
    """As ``cards_of``, with what the API tells of them."""
    found = Question.objects.visible().not_by(blocked).for_list().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _build_first_cards(feed: Feed, level: int | None, *by: str) -> QuestionQuerySet:
    """Narrowed ``by`` a region of ``level``, a category, a tag, an author, and whom the reader blocked."""
    given: dict[str, Any] = {name: Parameter(name) for name in by}
    filters = Filters(
        feed=feed,
        region=Region(pk=given["region"], level=level or 0) if "region" in by else None,
        category=Category(pk=given["category"]) if "category" in by else None,
        tag_id=given.get("tag"),
        author_id=given.get("author"),
    )
    order = order_of(filters)
    found = rows(filters).not_by(given.get(BLOCKED, ()))
    return found.order_by(*order).for_cards(*_names(order))[: PAGE_SIZE + 1]


_first_cards = prepared(_build_first_cards)
_first_narrow_cards = prepared_but_planned(_build_first_cards)


def _names(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.removeprefix("-") for name in order)


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
    return questions
