"""One page of results: the questions as cards, with the place in the text that matches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from apps.core.cards import Card
from apps.core.pagination import PAGE_SIZE, InvalidCursor, decode, encode
from apps.questions.feeds import cards_of
from apps.questions.models import Question
from apps.search.grammar import Query
from apps.search.searching import Found, Reader, find
from apps.search.snippets import Snippet, snippet

# Everybody who looks for the same within a minute is shown the same order.
STEP = 60


@dataclass(frozen=True)
class Result:
    card: Card
    snippet: Snippet | None
    is_whole: bool


@dataclass(frozen=True)
class Results:
    found: Found
    items: list[Result]
    next_cursor: str | None


def results(query: Query, *, cursor: str | None, reader: Reader) -> Results:
    """The page after ``cursor``. Raises ``InvalidCursor``.

    The order depends on the moment, so the cursor carries the moment of the first page along.
    """
    moment, after = _position(cursor)
    found = find(query, now=moment, reader=reader)
    ids = list(found.ids)
    start = ids.index(after) + 1 if after in ids else 0
    shown = ids[start : start + PAGE_SIZE]
    more = len(ids) > start + PAGE_SIZE
    following = encode([int(moment.timestamp()), shown[-1]]) if more and shown else None
    return Results(found, _results(found, shown), following)


def _position(cursor: str | None) -> tuple[datetime, int | None]:
    if not cursor:
        now = int(timezone.now().timestamp())
        return datetime.fromtimestamp(now - now % STEP, UTC), None
    seconds, after = decode(cursor, 2)
    try:
        return datetime.fromtimestamp(int(seconds), UTC), int(after)
    except (OverflowError, OSError, ValueError, TypeError) as error:
        raise InvalidCursor from error


def _results(found: Found, ids: list[int]) -> list[Result]:
    rows = Question.objects.visible().filter(pk__in=ids).texts()
    texts = {pk: (body, answer or "") for pk, body, answer in rows}
    whole = set(found.ids[: found.whole])
    return [
        Result(card, snippet(texts[card.id], found.asked), card.id in whole)
        for card in cards_of(ids)
        if card.id in texts
    ]
