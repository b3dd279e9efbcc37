"""Questions near a point: the nearest first, or the newest.

Both are read in two steps. Which questions is answered by an index alone, for it holds their points as well;
only those of the page are then looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from apps.core.pagination import PAGE_SIZE, InvalidCursor, Page, decode, encode, keyset
from apps.questions.feeds import NEWEST, cards_of
from apps.questions.geometry import Around, Cell, Far
from apps.questions.models import Question

# Whoever wants more takes a smaller circle or the newest: what lies before a page has to be passed each time.
NEAREST_MAX = 1_000
_Found = tuple[int, float]
T = TypeVar("T")


class Order(models.TextChoices):
    NEAR = "near", _("가까운 순")
    NEW = "new", _("최신순")


class Near(NamedTuple):
    """A question, and how far it is."""

    question: Any
    metres: int


def near_page(
    around: Around,
    *,
    order: Order = Order.NEAR,
    cursor: str | None,
    read: Callable[[list[int]], list[Any]] | None = None,
) -> Page[Near]:
    """One page of the visible questions in a circle; ``read`` makes rows of ids, else they are cards."""
    step = _nearest if order == Order.NEAR else _newest
    found, next_cursor = step(around, cursor)
    far = dict(found)
    rows = (read or _cards)(list(far))
    return Page([Near(row, around.metres(far[row.id])) for row in rows], next_cursor)


def _cards(ids: list[int]) -> list[Any]:
    return cards_of(ids, "lat", "lng")


def _nearest(around: Around, cursor: str | None) -> tuple[list[_Found], str | None]:
    far, after = decode(cursor, 2) if cursor else (-1.0, 0)
    if not isinstance(after, int) or not isinstance(far, int | float):
        raise InvalidCursor
    spots = Question.objects.visible().within(around).annotate(far=Far(around))
    nearest = spots.order_by("far", "id").values_list("id", "far")[:NEAREST_MAX]
    sql, values = nearest.query.sql_with_params()
    with connection.cursor() as database:
        database.execute(
            f"SELECT * FROM ({sql}) AS nearest (id, far) WHERE (far, id) > (%s, %s)"  # noqa: S608
            f" ORDER BY far, id LIMIT {PAGE_SIZE + 1}",
            [*values, far, after],
        )
        found: list[_Found] = database.fetchall()
    return _cut(found, lambda last: [last[1], last[0]])


def _newest(around: Around, cursor: str | None) -> tuple[list[_Found], str | None]:
    """Each square has its newest in an index; they are merged as far as the page needs."""
    spots = Question.objects.visible().pinned().annotate(cell=Cell(around.per_degree))
    spots = spots.annotate(far=Far(around)).filter(far__lte=around.radius)
    spots = keyset(spots, order_by=NEWEST, cursor=cursor)
    first, *others = [
        spots.filter(cell=cell)
        .order_by(*NEWEST)
        .values_list("id", "far", "created_at")[: PAGE_SIZE + 1]
        for cell in around.cells()
    ]
    merged = first.union(*others, all=True).order_by(*NEWEST) if others else first
    rows, next_cursor = _cut(list(merged[: PAGE_SIZE + 1]), lambda last: [last[2], last[0]])
    return [(pk, far) for pk, far, _created in rows], next_cursor


def _cut(rows: list[T], key: Callable[[T], list[Any]]) -> tuple[list[T], str | None]:
    """The rows of the page, and the cursor of the next if there is one."""
    if len(rows) <= PAGE_SIZE:
        return rows, None
    return rows[:PAGE_SIZE], encode(key(rows[PAGE_SIZE - 1]))
