"""Questions near a point: the nearest first, or the newest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
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

# Whoever wants more takes the newest: what lies before a page is passed by in the index.
NEAREST_MAX = 200
MOST_CELLS = 4
# Two ways lead to later pages by time (docs/adr/0015). A circle with fewer questions than this is told from
# its first page: ids are given in turn, so that they say how many were asked everywhere meanwhile.
FEW = 1000
# Of the squares' newest so many are looked at for one page. Where that is too few, the circle holds few, too.
MOST_PASSED = 600
# Later than any question, and near enough that a microsecond still counts in a number of seconds.
_ALWAYS = datetime(2100, 1, 1, tzinfo=UTC)
_PLACED = ("far", "lat", "lng")


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
    read: Callable[..., list[Any]] | None = None,
    blocked: Sequence[int] = (),
) -> Page[Near]:
    """One page of the visible questions in a circle; ``read`` makes rows of ids, else they are cards.

    Whose questions the reader ``blocked`` are left out afterwards, and as many pages read on as fill one.
    """
    page = _near_page(around, order, cursor, read, blocked)
    while blocked and page.next_cursor and len(page.items) < PAGE_SIZE:
        more = _near_page(around, order, page.next_cursor, read, blocked)
        page = Page([*page.items, *more.items], more.next_cursor)
    return page


def _near_page(
    around: Around,
    order: Order,
    cursor: str | None,
    read: Callable[..., list[Any]] | None,
    blocked: Sequence[int],
) -> Page[Near]:
    rows = _nearest(around, cursor) if order == Order.NEAR else _newest(around, cursor)
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    far = {row.id: row.far for row in rows}
    if read is not None:
        questions = read(list(far), blocked=blocked)
    elif blocked or (rows and isinstance(rows[0], _Newest)):
        questions = cards_of(list(far), "lat", "lng", blocked=blocked)
    else:
        questions = [Card(row) for row in rows]
    items = [Near(question, around.metres(far[question.id])) for question in questions]
    return Page(items, _cursor_after(rows, order, cursor) if more else None)


def _cursor_after(rows: list[Any], order: Order, before: str | None) -> str:
    last = rows[-1]
    if order == Order.NEW:
        is_of_few = _older(before).is_of_few if before else _seem_few(rows)
        return encode([last.created_at, last.id, int(is_of_few)])
    return encode([last.far, last.id, _position(before).passed + len(rows)])


def _seem_few(newest: list[Any]) -> bool:
    first, last = newest[0].id, newest[-1].id
    return bool((first - last) * FEW > first * len(newest))


def is_cut(page: Page[Near], order: Order, cursor: str | None) -> bool:
    """Whether this is the last page because no more are shown by distance."""
    if order == Order.NEW or page.next_cursor:
        return False
    return _position(cursor).passed + len(page.items) >= NEAREST_MAX


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


def _shown(found: QuestionQuerySet) -> QuestionQuerySet:
    return found.for_cards(*_PLACED)[: PAGE_SIZE + 1]


def _inside() -> QuestionQuerySet:
    circle = (Parameter("x"), Parameter("y"), Parameter("radius"))
    return Question.objects.visible().within(*circle)


@prepared
def _first_nearest() -> QuestionQuerySet:
    return _shown(_inside().order_by("far", "id"))


@prepared
def _later_nearest() -> QuestionQuerySet:
    start = map(Parameter, ("beyond", "far", "id"))
    return _shown(_inside().farther(*start).order_by("far", "id"))


def _nearest(around: Around, cursor: str | None) -> list[Any]:
    circle = {"x": around.x, "y": around.y, "radius": around.radius}
    if not cursor:
        return _first_nearest.rows(**circle)
    start = _position(cursor)
    beyond = around.beyond(start.far)
    rows = _later_nearest.rows(**circle, beyond=beyond, far=start.far, id=start.id)
    return rows[: max(NEAREST_MAX - start.passed, 0)]


class _Older(NamedTuple):
    """Where a page by time begins."""

    before: datetime
    id: int
    is_of_few: bool


def _older(cursor: str) -> _Older:
    before, after, is_of_few = decode(cursor, 3)
    if not (isinstance(before, datetime) and isinstance(after, int) and is_of_few in {0, 1}):
        raise InvalidCursor
    return _Older(before, after, bool(is_of_few))


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
    circle = {"x": around.x, "y": around.y, "radius": around.radius}
    if not cursor:
        return _first_newest.rows(**circle)
    start = _older(cursor)
    values = circle | {"before": start.before, "id": start.id}
    if not start.is_of_few:
        rows = _newest_of_squares(around, values)
        if not rows or rows[-1].passed < MOST_PASSED:
            return rows
    return _later_newest.rows(**values)


def _newest_of_squares(around: Around, values: dict[str, Any]) -> list[_Newest]:
    cells = around.cells()
    values = values | {"cells": cells + [None] * (MOST_CELLS - len(cells))}
    with preparing(), connection.cursor() as database:
        database.execute(_NEWEST[around.per_degree], values)
        return [_Newest(*row) for row in database.fetchall()]


@prepared
def _first_newest() -> QuestionQuerySet:
    return _shown(_inside().by_age(models.Value(_ALWAYS)))


@prepared
def _later_newest() -> QuestionQuerySet:
    before = Parameter("before")
    return _shown(_inside().earlier(before, Parameter("id")).by_age(before))
