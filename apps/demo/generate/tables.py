"""The tables that are filled, and how a big load gets their indexes and foreign keys out of its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.db.models.fields import NOT_PROVIDED
from psycopg import sql

from apps.accounts.models import User
from apps.demo.generate import rows
from apps.questions.models import (
    Acceptance,
    Answer,
    Bookmark,
    Comment,
    MeToo,
    Question,
    QuestionTag,
    Vote,
)

Report = Callable[[str], None]


@dataclass(frozen=True)
class Table:
    """One table and the columns whose values are made up."""

    model: type[Model]
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def defaults(self) -> dict[str, Any]:
        """Of the columns that are neither made up nor filled by the database itself."""
        return {
            field.column: field.get_default()
            for field in self.model._meta.concrete_fields
            if field.column not in self.columns
            and not (field.null or field.primary_key)
            and field.db_default is NOT_PROVIDED
        }

    def copy(self, cursor: CursorWrapper, content: bytes) -> None:
        """Append rows: ``columns``, then ``defaults``, in COPY text format."""
        columns = map(sql.Identifier, (*self.columns, *self.defaults))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(self.name), sql.SQL(", ").join(columns)
        )
        with cursor.copy(statement) as copy:
            copy.write(content)


USERS = Table(User, rows.USER)
# By the name of their list in a batch. The order is free: keys are checked when the transaction ends.
TABLES = {
    "questions": Table(Question, rows.QUESTION),
    "answers": Table(Answer, rows.ANSWER),
    "comments": Table(Comment, rows.COMMENT),
    "votes": Table(Vote, rows.VOTE),
    "me_toos": Table(MeToo, rows.ME_TOO),
    "bookmarks": Table(Bookmark, rows.BOOKMARK),
    "question_tags": Table(QuestionTag, rows.QUESTION_TAG),
    "acceptances": Table(Acceptance, rows.ACCEPTANCE),
}


_FOREIGN_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY conname
"""
# Unique ones stay: they are what makes a wrong load fail, and foreign keys point to them.
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique ORDER BY indexrelid
"""


@contextmanager
def without_secondary_indexes(
    cursor: CursorWrapper, tables: Sequence[Table], report: Report
) -> Iterator[None]:
    """Drop the tables' indexes and foreign keys, and make them again afterwards.

    Inside a transaction: whatever goes wrong, they are back.
    """
    names = [table.name for table in tables]
    # What the transaction has still to check would be in the way of ALTER TABLE.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    cursor.execute(_FOREIGN_KEYS, [names])
    keys = cursor.fetchall()
    cursor.execute(_INDEXES, [names])
    indexes = cursor.fetchall()
    for table, name, _definition in keys:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for number, (_name, definition) in enumerate(indexes, 1):
        report(f"index {number} of {len(indexes)}")
        cursor.execute(definition)
    for number, (table, name, definition) in enumerate(keys, 1):
        report(f"foreign key {number} of {len(keys)}")
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
