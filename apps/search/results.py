"""One page of results: the questions as cards, with the place in the text that matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.utils import timezone

from apps.core.cards import Card
from apps.core.head import plain
from apps.core.layered import Layered
from apps.core.pagination import PAGE_SIZE, InvalidCursor, decode, encode
from apps.questions.feeds import cards_of
from apps.questions.models import Question
from apps.search.grammar import Query, parse
from apps.search.limits import RESULTS
from apps.search.resolving import Asked, resolve
from apps.search.searching import Found, Reader, find_asked
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
    asked: Asked
    items: list[Result]
    next_cursor: str | None

    @property
    def whole(self) -> list[Result]:
        return [item for item in self.items if item.is_whole]

    @property
    def partial(self) -> list[Result]:
        """They follow the others; fewer of those than fill a page, or they would not have been looked for."""
        return [item for item in self.items if not item.is_whole]


def results(query: Query, *, cursor: str | None, reader: Reader) -> Results:
    """The page after ``cursor``. Raises ``InvalidCursor``.

    The order depends on the moment, so the cursor carries the moment of the first page along.
    """
    moment, position, after = _position(cursor)
    key = repr((str(query), moment, reader.here, sorted(reader.blocked)))
    asked = resolve(query)
    compute = partial(find_asked, asked, now=moment, reader=reader)
    found = _kept.get(key, compute, subjects=[RESULTS])
    # What was there last may have gone since; its place in the order has not.
    start = found.ids.index(after) + 1 if after in found.ids else position
    end = start + PAGE_SIZE
    shown = found.ids[start:end]
    following = encode([int(moment.timestamp()), end, shown[-1]]) if found.ids[end:] else None
    if found.instead:
        asked = asked.reworded(parse(found.instead))
    return Results(found, asked, _results(found, asked, shown), following)


def _unpacked(kept: Any) -> Found:
    ids, *rest = kept
    return Found(tuple(ids), *rest)


# The seed's ten minutes. The moment is part of the key, so nobody is shown an older first page than of a
# minute ago; what is hidden meanwhile makes all of them invalid.
_kept: Layered[Found] = Layered("search", seconds=600, pack=astuple, unpack=_unpacked)


def _position(cursor: str | None) -> tuple[datetime, int, int | None]:
    if not cursor:
        now = int(timezone.now().timestamp())
        return datetime.fromtimestamp(now - now % STEP, UTC), 0, None
    seconds, position, after = decode(cursor, 3)
    try:
        return datetime.fromtimestamp(int(seconds), UTC), max(int(position), 0), int(after)
    except (OverflowError, OSError, ValueError, TypeError) as error:
        raise InvalidCursor from error


def _results(found: Found, asked: Asked, ids: Sequence[int]) -> list[Result]:
    rows = Question.objects.visible().filter(pk__in=ids).texts()
    texts = {pk: (plain(body), plain(answer or "")) for pk, body, answer in rows}
    whole = set(found.ids[: found.whole])
    return [
        Result(card, snippet(texts[card.id], asked), card.id in whole)
        for card in cards_of(ids)
        if card.id in texts
    ]
