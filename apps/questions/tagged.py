"""The questions that carry one of some tags, the newest first."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from apps.core.pagination import PAGE_SIZE, InvalidCursor, Page, decode, encode
from apps.core.prepared import preparing
from apps.questions.feeds import Card, cards_of

# Of each tag the newest, from its index alone: ids are in the order of time. What is near in time is near in
# the index of ids, too, where they are then looked up together.
_NEWEST = f"""
SELECT DISTINCT newest.question_id FROM unnest(%s::bigint[]) AS tag (id), LATERAL (
    SELECT question_id FROM questions_questiontag
    WHERE tag_id = tag.id AND question_id < %s::bigint
    ORDER BY question_id DESC LIMIT {PAGE_SIZE + 1}
) AS newest ORDER BY 1 DESC LIMIT {PAGE_SIZE + 1}
"""  # noqa: S608 -- a constant of ours
LAST = 2**63 - 1


def tagged_page(
    tag_ids: Sequence[int], *, cursor: str | None, blocked: Sequence[int] = ()
) -> Page[Card]:
    """One page of visible questions. Some of those found may be hidden, or by people whom the reader
    ``blocked``: then it looks for more.
    """
    before, shown = _position(cursor), list[Card]()
    while True:
        ids = _newest(tag_ids, before)
        shown += cards_of(ids, blocked=blocked)
        if len(shown) > PAGE_SIZE:
            return Page(shown[:PAGE_SIZE], encode([shown[PAGE_SIZE - 1].id]))
        if len(ids) <= PAGE_SIZE:
            return Page(shown, None)
        before = ids[-1]


def _position(cursor: str | None) -> int:
    if not cursor:
        return LAST
    (before,) = decode(cursor, 1)
    if not isinstance(before, int):
        raise InvalidCursor
    return before


def _newest(tag_ids: Sequence[int], before: int) -> list[int]:
    with preparing(), connection.cursor() as database:
        database.execute(_NEWEST, [list(tag_ids), before])
        return [pk for (pk,) in database.fetchall()]
