"""Keyset pagination: a page starts after the last row seen, at any depth for the same cost."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core import moments
from apps.core.errors import DomainError

T = TypeVar("T", bound=Model)
R = TypeVar("R")
PAGE_SIZE = 20


@dataclass(frozen=True)
class Page(Generic[R]):
    """One page of rows, and the cursor of the next one if there is one."""

    items: list[R]
    next_cursor: str | None


class InvalidCursor(DomainError):
    """The cursor was cut, edited or made for another list."""

    code = "invalid_cursor"

    def __init__(self) -> None:
        super().__init__(_("목록의 위치를 알 수 없어요. 처음부터 다시 봐 주세요."), field="cursor")


def paginate(
    queryset: QuerySet[T], *, order_by: Sequence[str], cursor: str | None, size: int = PAGE_SIZE
) -> Page[T]:
    """Return the page of ``queryset`` after ``cursor``, in ``order_by``.

    The fields of ``order_by`` must not be null and must together be unique:
    end with the primary key.
    """
    rows = keyset(queryset.order_by(*order_by), order_by=order_by, cursor=cursor)
    return page_of(list(rows[: size + 1]), order_by=order_by, size=size)


def keyset(queryset: QuerySet[T], *, order_by: Sequence[str], cursor: str | None) -> QuerySet[T]:
    """What of ``queryset`` follows ``cursor``, in ``order_by``."""
    if not cursor:
        return queryset
    try:
        return queryset.filter(_after(order_by, decode(cursor, len(order_by))))
    except (TypeError, ValueError, ValidationError) as error:
        raise InvalidCursor from error


def page_of(rows: list[R], *, order_by: Sequence[str], size: int = PAGE_SIZE) -> Page[R]:
    """Return the page made of ``rows``, of which there is one more than ``size`` if another page follows."""
    if len(rows) <= size:
        return Page(items=rows, next_cursor=None)
    items = rows[:size]
    last = [getattr(items[-1], name.removeprefix("-")) for name in order_by]
    return Page(items=items, next_cursor=encode(last))


def encode(values: Sequence[Any]) -> str:
    """Pack key values into an opaque, URL-safe cursor."""
    raw = json.dumps(list(values), cls=PreciseEncoder, separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def decode(cursor: str, length: int) -> list[Any]:
    """Unpack a cursor of ``length`` values or raise :class:`InvalidCursor`."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = json.loads(raw)
        if not isinstance(values, list) or len(values) != length:
            raise InvalidCursor
        return [_value(value) for value in values]
    except (ValueError, OverflowError, RecursionError) as error:
        raise InvalidCursor from error


class PreciseEncoder(DjangoJSONEncoder):
    """Django's encoder cuts datetimes to milliseconds; a key needs all six digits."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _value(value: Any) -> Any:
    if isinstance(value, str):
        moment = moments.read(value)
        if moment is None:
            raise InvalidCursor
        return moment
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) >= 2**63:
        raise InvalidCursor
    return value


def _after(order_by: Sequence[str], values: Sequence[Any]) -> Q:
    """``(a, b) < (x, y)`` spelled so that the planner can start at ``a <= x`` in an index."""
    names = [name.removeprefix("-") for name in order_by]
    compare = ["lt" if name.startswith("-") else "gt" for name in order_by]
    start = Q(**{f"{names[0]}__{compare[0]}e": values[0]})
    strict = Q()
    for depth, name in enumerate(names):
        ties = Q(**dict(zip(names[:depth], values[:depth], strict=True)))
        strict |= ties & Q(**{f"{name}__{compare[depth]}": values[depth]})
    return start & strict
