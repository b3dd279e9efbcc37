"""What the search needs of the database's server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

# A locale of C makes no trigrams of Hangul, and every likeness is silently 0.
_LIKENESS = "SELECT word_similarity('애월맛집', '제주 애월 맛집 추천')"


@register(Tags.database)
def hangul_has_trigrams(
    *, databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    return [problem for alias in databases or () for problem in _check(alias)]


def _check(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone() is None:
            return []  # before the first migration
        cursor.execute(_LIKENESS)
        if cursor.fetchone()[0] > 0:
            return []
    return [
        Error(
            f"database {alias!r} cannot compare Hangul: it was created with lc_ctype C",
            hint="Create it with LC_CTYPE 'C.UTF-8'.",
            id="search.E001",
        )
    ]
