"""Which questions could be meant: at most ``CANDIDATES`` of the newest that match, however many there are.

A word that every tenth question has would be ranked a hundred thousand times over. So the newest buckets are
looked through first, one by one, until there are enough; only a rare word is looked up as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from apps.core.remembered import remembered
from apps.search.limits import CANDIDATES, NEWEST_BUCKETS, NEWEST_CANDIDATES, SORTED_AT_ONCE

AT_ONCE_MAX = 5 * SORTED_AT_ONCE
# What a match counts: in the body, the accepted answer, tags and place, the title.
WEIGHTS = "{0.1, 0.2, 0.5, 1.0}"

_BY_BUCKETS = """
SELECT near.question_id, ts_rank(%(weights)s::real[], near.{column}, %(hints)s::tsquery)
FROM generate_series(%(newest)s::int, %(oldest)s::int, -1) AS b (bucket)
CROSS JOIN LATERAL (
    SELECT question_id, {column} FROM search_searchdocument
    WHERE bucket = b.bucket AND {column} @@ %(must)s::tsquery
    ORDER BY question_id DESC LIMIT {candidates}
) AS near
LIMIT {candidates}
"""
# Materialised: or the planner, who takes every word for a rare or for a common one, would walk the questions
# from the newest on and look into each.
_AT_ONCE = """
WITH matching AS MATERIALIZED (
    SELECT question_id FROM search_searchdocument WHERE {column} @@ %(must)s::tsquery
    LIMIT {at_once_max}
), newest AS (
    SELECT question_id FROM matching ORDER BY question_id DESC LIMIT {candidates}
)
SELECT question_id, ts_rank(%(weights)s::real[], document.{column}, %(hints)s::tsquery),
    (SELECT count(*) FROM matching)
FROM newest JOIN search_searchdocument AS document USING (question_id)
"""
_NEWEST_BUCKET = "SELECT bucket FROM search_searchdocument ORDER BY question_id DESC LIMIT 1"


@dataclass(frozen=True)
class Statements:
    """The same two for two columns: all words of a question, or those of its title.

    Without ``at_once`` only the newest buckets are looked through, however little is found there.
    """

    by_buckets: str
    at_once: str | None


def _for(column: str, *, most: int = CANDIDATES, is_deep: bool = True) -> Statements:
    names = {"column": column, "candidates": most, "at_once_max": AT_ONCE_MAX}
    return Statements(_BY_BUCKETS.format(**names), _AT_ONCE.format(**names) if is_deep else None)


WORDS, TITLE_WORDS = _for("words"), _for("title_words")
# For who asks while somebody types.
NEWEST_WORDS = _for("words", most=NEWEST_CANDIDATES, is_deep=False)


def candidates(must: str, hints: str, *, of: Statements = WORDS) -> dict[int, float]:
    """How well the text of each matches, by question: the newest of those that match ``must``."""
    values = {"must": must, "hints": hints or must, "weights": WEIGHTS}
    newest = _newest_bucket()
    if newest is None:
        return {}
    with connection.cursor() as cursor:
        oldest = max(newest - NEWEST_BUCKETS + 1, 0)
        found = _run(cursor, of.by_buckets, values | {"newest": newest, "oldest": oldest})
        if oldest == 0 or of.at_once is None or len(found) >= CANDIDATES:
            return found
        expected = len(found) * (newest + 1) / NEWEST_BUCKETS
        if expected < SORTED_AT_ONCE:
            cursor.execute(of.at_once, values)
            rows = cursor.fetchall()
            if not rows or rows[0][2] < AT_ONCE_MAX:
                return {pk: text for pk, text, _matching in rows}
            # A word that was common once, and is not used any more.
        return _run(cursor, of.by_buckets, values | {"newest": newest, "oldest": 0})


def _newest_bucket() -> int | None:
    """One more than it was within the last minute: another may have been begun since."""
    if (known := _bucket()) is None:
        _bucket.forget()  # the first document may be there any moment
        return None
    return known + 1


@remembered(seconds=60)
def _bucket() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST_BUCKET)
        row = cursor.fetchone()
    return row[0] if row else None


def _run(cursor: Any, statement: str, values: Mapping[str, Any]) -> dict[int, float]:
    cursor.execute(statement, values)
    return dict(cursor.fetchall())
