"""Another time than now, for everything that runs inside one transaction.

The demo's past is played through the services the site uses. They take the time from Django, leave it to the
default of a column, or ask the database in a query: all three are told another time here. Nobody outside the
transaction sees that; it locks all tables that have such a column until it ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from unittest import mock

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

_SETTING = "dongne.moment"
_NOW = "statement_timestamp()"
_MOMENT = f"current_setting('{_SETTING}')::timestamptz"
_COLUMNS = """
SELECT format('%%I.%%I', n.nspname, c.relname), quote_ident(a.attname)
FROM pg_attrdef d
JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
JOIN pg_class c ON c.oid = d.adrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND pg_get_expr(d.adbin, d.adrelid) = %s
"""
# Functions found before those of the same name in pg_catalog.
_SCHEMA = "borrowed_time"
_FUNCTIONS = f"CREATE SCHEMA {_SCHEMA};" + "".join(
    f"CREATE FUNCTION {_SCHEMA}.{name}() RETURNS timestamptz STABLE LANGUAGE sql"
    f" AS $$ SELECT {_MOMENT} $$;"
    for name in ("statement_timestamp", "clock_timestamp")
)


class Clock:
    """Shows ``moment``; set it with ``turn_to``."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def read(self) -> datetime:
        return self.moment

    def turn_to(self, moment: datetime) -> None:
        self.moment = moment
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [_SETTING, moment.isoformat()])


@contextmanager
def borrowed_time(moment: datetime) -> Iterator[Clock]:
    """A transaction in which it is ``moment``, until the clock is turned."""
    clock = Clock(moment)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [_NOW])
        columns = cursor.fetchall()
        clock.turn_to(moment)
        _set_defaults(cursor, columns, _MOMENT)
        cursor.execute(_FUNCTIONS)
        cursor.execute(f"SET LOCAL search_path = {_SCHEMA}, public, pg_catalog")
        with mock.patch.object(timezone, "now", clock.read):
            yield clock
        cursor.execute(f"SET LOCAL search_path TO DEFAULT; DROP SCHEMA {_SCHEMA} CASCADE")
        _set_defaults(cursor, columns, _NOW)


def _set_defaults(
    cursor: CursorWrapper, columns: Sequence[tuple[str, str]], expression: str
) -> None:
    # Checks that wait for the commit would be in the way of ALTER TABLE.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    for table, column in columns:
        cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {expression}")
