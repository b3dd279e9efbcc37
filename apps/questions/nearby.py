"""Questions near a point: the nearest first, or the newest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from apps.core.enums import Visibility
from apps.core.pagination import PAGE_SIZE, InvalidCursor, Page, decode, encode
from apps.core.prepared import Parameter, prepared, preparing
from apps.questions.feeds import NEWEST, Card, cards_of
from apps.questions.geometry import GRIDS, Around, Cell, Spot
from apps.questions.models import Question
from apps.questions.querysets import QuestionQuerySet

# Whoever wants more takes a smaller circle or the newest: what lies before a page is passed by in the index.
NEAREST_MAX = 500
MOST_CELLS = 4
# Of the squares' newest so many are looked at for one page. Where that is too few, the circle holds so little
# that it is read as a whole (docs/adr/0015).
MOST_PASSED = 5000
_SHOWN = ("far", "lat", "lng")


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
    rows = _nearest(around, cursor) if order == Order.NEAR else _newest(around, cursor)
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    far = {row.id: row.far for row in rows}
    if read is not None:
        questions = read(list(far))
    elif order == Order.NEAR:
        questions = [Card(row) for row in rows]
    else:
        questions = cards_of(list(far), "lat", "lng")
    items = [Near(question, around.metres(far[question.id])) for question in questions]
    return Page(items, _cursor_after(rows, order, cursor) if more else None)


def _cursor_after(rows: list[Any], order: Order, before: str | None) -> str:
    last = rows[-1]
    if order == Order.NEW:
        return encode([last.created_at, last.id])
    return encode([last.far, last.id, _position(before).passed + len(rows)])


class _Position(NamedTuple):
    """Where a page by distance begins."""

    far: float
    id: int
    passed: int


def _position(cursor: str | None) -> _Position:
    if not cursor:
        return _Position(0.0, 0, 0)
    far, after, passed = decode(cursor, 3)
    if not (isinstance(far, int | float) and isinstance(after, int) and isinstance(passed, int)):
        raise InvalidCursor
    if not 0 <= far <= 1:  # a degree, farther than any circle reaches
        raise InvalidCursor
    return _Position(far, after, passed)


def _inside() -> QuestionQuerySet:
    circle = (Parameter("x"), Parameter("y"), Parameter("radius"))
    return Question.objects.visible().within(*circle)


@prepared
def _first_nearest() -> QuestionQuerySet:
    return _nearest_of(_inside())


@prepared
def _later_nearest() -> QuestionQuerySet:
    return _nearest_of(_inside().farther(*map(Parameter, ("beyond", "far", "id"))))


def _nearest_of(found: QuestionQuerySet) -> QuestionQuerySet:
    return found.order_by("far", "id").for_cards(*_SHOWN)[: PAGE_SIZE + 1]


def _nearest(around: Around, cursor: str | None) -> list[Any]:
    circle = {"x": around.x, "y": around.y, "radius": around.radius}
    if not cursor:
        return _first_nearest.rows(**circle)
    start = _position(cursor)
    beyond = around.beyond(start.far)
    rows = _later_nearest.rows(**circle, beyond=beyond, far=start.far, id=start.id)
    return rows[: max(NEAREST_MAX - start.passed, 0)]


class _Newest(NamedTuple):
    """``passed`` counts what was looked at, outside the circle, too."""

    id: int
    far: float
    created_at: datetime
    passed: int


def _merged(per_degree: int) -> str:
    """The squares' newest, which an index alone answers, merged as far as a page of the circle needs.

    What is outside the circle is left out after merging: a square with nothing inside is not read to its end.
    """
    far = f"({Spot().written('lat', 'lng', 'id')} <-> point(%(x)s, %(y)s))"
    cell = Cell(per_degree).written("lat", "lng")
    order = "ORDER BY created_at DESC, id DESC"
    newest = f"{order} LIMIT {MOST_PASSED}"
    squares = (
        f"""(SELECT id, lat, lng, created_at FROM questions_question
        WHERE visibility = {Visibility.VISIBLE} AND lat IS NOT NULL
          AND {cell} = (%(cells)s::int[])[{number}]
          AND (created_at, id) < (%(before)s::timestamptz, %(id)s::bigint)
        {newest})"""  # noqa: S608 -- constants of ours
        for number in range(1, MOST_CELLS + 1)
    )
    return f"""
    SELECT id, far, created_at, passed FROM (
        SELECT id, {far} AS far, created_at, row_number() OVER ({order}) AS passed
        FROM ({" UNION ALL ".join(squares)} {newest}) AS newest
    ) AS candidates
    WHERE far <= %(radius)s OR passed = {MOST_PASSED}
    {order} LIMIT {PAGE_SIZE + 1}"""  # noqa: S608 -- constants of ours


_NEWEST = {per_degree: _merged(per_degree) for per_degree in GRIDS}


def _newest(around: Around, cursor: str | None) -> list[Any]:
    before, pk = decode(cursor, 2) if cursor else ("infinity", 0)
    if cursor and not (isinstance(before, datetime) and isinstance(pk, int)):
        raise InvalidCursor
    circle = {"x": around.x, "y": around.y, "radius": around.radius}
    cells = around.cells()
    values = circle | {
        "cells": cells + [None] * (MOST_CELLS - len(cells)),
        "before": before,
        "id": pk,
    }
    with preparing(), connection.cursor() as database:
        database.execute(_NEWEST[around.per_degree], values)
        rows = [_Newest(*row) for row in database.fetchall()]
    if rows and rows[-1].passed == MOST_PASSED:
        return _newest_of_few.rows(**circle, before=before, id=pk)
    return rows


@prepared
def _newest_of_few() -> QuestionQuerySet:
    """The newest of a circle that is read as a whole."""
    moment, pk = Parameter("before"), Parameter("id")
    older = models.Q(created_at__lt=moment) | models.Q(created_at=moment, pk__lt=pk)
    rows: Any = _inside().filter(older).order_by(*NEWEST)
    return cast(
        "QuestionQuerySet", rows.values_list("id", "far", "created_at", named=True)[: PAGE_SIZE + 1]
    )
