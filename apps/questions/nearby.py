"""Questions near a point: the nearest first, or the newest."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from apps.core.enums import Visibility
from apps.core.pagination import PAGE_SIZE, InvalidCursor, Page, decode, encode
from apps.core.prepared import Parameter, prepared, preparing
from apps.questions.feeds import Card, cards_of
from apps.questions.geometry import GRIDS, Around, Cell, Spot
from apps.questions.models import Question
from apps.questions.querysets import QuestionQuerySet

# Whoever wants more takes a smaller circle or the newest: what lies before a page has to be passed each time.
NEAREST_MAX = 500
MOST_CELLS = 12
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
    if order == Order.NEAR:
        rows = _nearest(around, cursor)
        key = ("far", "id")
    else:
        rows = _newest(around, cursor)
        key = ("created_at", "id")
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
    return Page(items, encode([getattr(rows[-1], name) for name in key]) if more else None)


def _inside(x: Any, y: Any, radius: Any) -> QuestionQuerySet:
    circle = Question.objects.visible().within(x, y, radius)
    return circle.order_by("far", "id").for_cards(*_SHOWN)


@prepared
def _first_nearest() -> QuestionQuerySet:
    circle = _inside(Parameter("x"), Parameter("y"), Parameter("radius"))
    return circle[: PAGE_SIZE + 1]


def _nearest(around: Around, cursor: str | None) -> list[Any]:
    circle = {"x": around.x, "y": around.y, "radius": around.radius}
    if not cursor:
        return _first_nearest.rows(**circle)
    far, after = decode(cursor, 2)
    if not isinstance(after, int) or not isinstance(far, int | float):
        raise InvalidCursor
    sql, values = _inside(**circle)[:NEAREST_MAX].query.sql_with_params()
    with connection.cursor() as database:
        database.execute(
            f"SELECT * FROM ({sql}) AS nearest WHERE (far, id) > (%s, %s)"  # noqa: S608 -- of our making
            f" ORDER BY far, id LIMIT {PAGE_SIZE + 1}",
            [*values, far, after],
        )
        row = namedtuple("Row", [column.name for column in database.description or ()])  # type: ignore[misc]  # noqa: PYI024
        return [row(*values) for values in database.fetchall()]


class _Newest(NamedTuple):
    id: int
    far: float
    created_at: datetime


def _merged(per_degree: int) -> str:
    """The newest of each square, which an index alone answers, merged as far as the page needs."""
    far = f"({Spot().written('lat', 'lng')} <-> point(%(x)s, %(y)s))"
    cell = Cell(per_degree).written("lat", "lng")
    squares = (
        f"""(SELECT id, {far} AS far, created_at FROM questions_question
        WHERE visibility = {Visibility.VISIBLE} AND lat IS NOT NULL
          AND {cell} = (%(cells)s::int[])[{number}] AND {far} <= %(radius)s
          AND (created_at, id) < (%(before)s::timestamptz, %(id)s::bigint)
        ORDER BY created_at DESC, id DESC LIMIT {PAGE_SIZE + 1})"""  # noqa: S608 -- constants of ours
        for number in range(1, MOST_CELLS + 1)
    )
    return f"{' UNION ALL '.join(squares)} ORDER BY created_at DESC, id DESC LIMIT {PAGE_SIZE + 1}"


_NEWEST = {per_degree: _merged(per_degree) for per_degree in GRIDS}


def _newest(around: Around, cursor: str | None) -> list[_Newest]:
    before, pk = decode(cursor, 2) if cursor else ("infinity", 0)
    if cursor and not (isinstance(before, datetime) and isinstance(pk, int)):
        raise InvalidCursor
    cells = around.cells()
    values = {
        "x": around.x,
        "y": around.y,
        "radius": around.radius,
        "cells": cells + [0] * (MOST_CELLS - len(cells)),
        "before": before,
        "id": pk,
    }
    with preparing(), connection.cursor() as database:
        database.execute(_NEWEST[around.per_degree], values)
        return [_Newest(*row) for row in database.fetchall()]
