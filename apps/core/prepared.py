"""Querysets whose SQL is built once.

Of the CPU a query takes in this process, Django spends most on putting the SQL together: 1 to 3 ms
for the wide joins of a page, against 0.2 ms for sending it and reading the rows. A hot query is
therefore written as a function that builds its queryset with a ``Parameter`` in place of each value::

    @prepared
    def _page(by_name: bool):
        people = User.objects.filter(home_region_id=Parameter("region"))
        return people.order_by("nickname" if by_name else "id")[:20]

    _page.rows(True, region=50110250)

What is given by position is the query's shape: each has its SQL, so there must be few of them. The server
prepares each once for a connection, too: its plan knows what is written out, not the parameters.
Prefetched relations are not followed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from copy import copy
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Expression, F, Func, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from psycopg.sql import Literal

if TYPE_CHECKING:
    from apps.core.postgresql.base import DatabaseWrapper

M = TypeVar("M", bound=Model)


class Parameter(Expression):
    """A value that is given when the query runs. It is sent as it is, so its type must be right."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, *_compiler: object, **_context: object) -> tuple[str, list[Any]]:
        return "%s", [self]


def is_any_of(field: str, values: Expression) -> Func:
    """A condition for ``filter()``: ``field`` is one of a list, which is one value however long it is."""
    return Func(
        F(field),
        values,
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def preparing(using: str = DEFAULT_DB_ALIAS) -> AbstractContextManager[None]:
    """While this is open, the server keeps the plans of what it is given: ``DatabaseWrapper.preparing``."""
    return cast("DatabaseWrapper", connections[using]).preparing()


class prepared(Generic[M]):  # noqa: N801 -- a decorator
    """Decorator of a function that builds a queryset with parameters."""

    plans_each_time = False

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self._build = build
        self._statements: dict[tuple[Hashable, ...], _Statement] = {}

    def rows(self, *shape: Hashable, **values: Any) -> list[Any]:
        """What the queryset of this ``shape`` yields with these ``values``."""
        statement = self._statements.get(shape)
        if statement is None:
            statement = self._statements[shape] = _Statement(self._build(*shape))
        if self.plans_each_time:
            return statement.rows(values)
        with preparing(statement.db):
            return statement.rows(values)

    def first(self, *shape: Hashable, **values: Any) -> Any:
        """The first of the rows, or None."""
        return next(iter(self.rows(*shape, **values)), None)


class prepared_but_planned(prepared[M]):  # noqa: N801 -- a decorator
    """Where the best plan depends on the values: the server plans it each time."""

    plans_each_time = True


class _Statement:
    """The SQL of a queryset; to Django's iterators over rows it is the queryset and its query as well."""

    _known_related_objects: Final[dict[Any, Any]] = {}

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.db = queryset.db
        self.model = queryset.model
        self.query = self
        inner: Any = queryset
        self._fields = inner._fields
        self._iterate: Callable[[Any], Iterable[Any]] = inner._iterable_class  # noqa: SLF001
        self._compiler: SQLCompiler = queryset.query.get_compiler(self.db)
        self._sql, self._names = _with_literals(*self._compiler.as_sql())
        self._given: tuple[Any, ...] = ()

    def rows(self, values: Mapping[str, Any]) -> list[Any]:
        run = copy(self)
        run.query = run
        run._given = tuple(values[name] for name in self._names)  # noqa: SLF001 -- a copy of oneself
        return list(self._iterate(run))

    def get_compiler(self, using: str) -> SQLCompiler:
        """One that has nothing left to compile, on this thread's connection."""
        compiler: Any = copy(self._compiler)
        compiled = (self._sql, self._given)
        compiler.connection = connections[using]
        compiler.as_sql = lambda: compiled
        return cast("SQLCompiler", compiler)


def _with_literals(sql: str, values: Sequence[Any]) -> tuple[str, list[str]]:
    """``sql`` with placeholders for parameters alone, and their names: the plan may depend on the rest."""
    parts = sql.split("%s")
    if len(parts) != len(values) + 1:
        raise ValueError("a prepared queryset must not have percent signs of its own")
    names, whole = [], parts[0]
    for value, part in zip(values, parts[1:], strict=True):
        if isinstance(value, Parameter):
            names.append(value.name)
            whole += "%s" + part
        else:
            whole += Literal(value).as_string().replace("%", "%%") + part
    return whole, names
