"""From what was typed to which questions, best first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, FloatField, QuerySet, Value
from django.db.models.functions import Cast, Extract
from django.utils import timezone

from apps.core.prepared import Parameter, is_any_of, prepared
from apps.questions.models import Question
from apps.search.candidates import candidates
from apps.search.grammar import Query, parse
from apps.search.limits import CANDIDATES
from apps.search.ranking import NOWHERE, Candidate, Here, rank
from apps.search.resolving import Asked, resolve
from apps.search.spelling import beginning_with, corrected

# With fewer results than this, what was typed is read more generously.
FEW = 3
_IDS: ArrayField[list[int], list[int]] = ArrayField(BigIntegerField())
_FACTS = (
    *("pk", "author_id", "asked_at", "accepted_answer_id", "answer_count", "score"),
    *("sido_id", "sigungu_id", "emd_id"),
)


@dataclass(frozen=True)
class Found:
    """Questions by id, best first. The first ``whole`` of them have everything that was asked for.

    ``has_more``: of those there are more than were ranked. ``instead``: what was looked for, because what was
    typed found nothing; ``perhaps``: what may have been meant. Nothing in it is anybody's own.
    """

    ids: tuple[int, ...] = ()
    whole: int = 0
    has_more: bool = False
    instead: str | None = None
    perhaps: str | None = None


@dataclass(frozen=True)
class Reader:
    """What of a reader decides over results: where they look, and whose posts they do not want to see."""

    here: Here = NOWHERE
    blocked: frozenset[int] = frozenset()


ANYBODY = Reader()


def find(query: Query, *, now: datetime, reader: Reader = ANYBODY) -> Found:
    """Every question that is shown for ``query``."""
    return find_asked(resolve(query), now=now, reader=reader)


def everything_like(text: str) -> tuple[int, ...]:
    """Ids of what anybody would find who typed ``text``."""
    return find(parse(text), now=timezone.now()).ids


def find_asked(asked: Asked, *, now: datetime, reader: Reader) -> Found:
    """``find`` for a query whose names have been looked up."""
    if not asked:
        return Found()
    ids, has_more = _ranked(asked, asked.wanted.all, now, reader)
    if len(ids) < FEW and (endings := _endings(asked.query)):
        asked = asked.reworded(asked.query, endings=endings)
        ids, has_more = _ranked(asked, asked.wanted.all, now, reader)
    if len(ids) >= FEW:
        return Found(tuple(ids), len(ids), has_more)
    return _generously(asked, ids, now, reader)


def _generously(asked: Asked, ids: list[int], now: datetime, reader: Reader) -> Found:
    """When hardly anything has all that was typed: what was meant, and what has half of it.

    Words are corrected to those of any question, but only what finds some that may be seen is offered.
    """
    meant, better, has_more = _meant(asked.query), list[int](), False
    if meant:
        other = asked.reworded(meant)
        better, has_more = _ranked(other, other.wanted.all, now, reader)
    if better and not ids:
        return Found(tuple(better), len(better), has_more, instead=str(meant))
    whole = len(ids)
    if len(asked.wanted.clauses) > 1:
        some, _more = _ranked(asked, asked.wanted.most, now, reader)
        ids = [*ids, *(pk for pk in some if pk not in set(ids))]
    return Found(tuple(ids), whole, perhaps=str(meant) if better else None)


def _endings(query: Query) -> list[str]:
    """Whoever stopped in the middle of a word."""
    return beginning_with(query.words[-1]) if query.words and not query.phrases else []


def _meant(query: Query) -> Query | None:
    words = corrected(query.words) if query.words else None
    return query.changed(words=words) if words else None


def _ranked(asked: Asked, text: str, now: datetime, reader: Reader) -> tuple[list[int], bool]:
    """Best first, and whether there are more than were looked at."""
    matches = candidates(asked.must(text), asked.wanted.any)
    if not matches:
        return [], False
    scored = [
        (rank(matches[each.question_id], each, now=now, here=reader.here), each.question_id)
        for each in _shown(matches, asked, reader)
    ]
    return [pk for _score, pk in sorted(scored, reverse=True)], len(matches) >= CANDIDATES


def _shown(matches: Mapping[int, float], asked: Asked, reader: Reader) -> list[Candidate]:
    """One queryset decides what anybody may see; the search's own rows only say what it is about."""
    rows = _facts.rows(ids=list(matches))
    if asked.query.phrases:
        rows = _only(rows, _saying(list(matches), asked.query.phrases))
    return [
        Candidate(pk, asked_at, accepted is not None, answers, score, Here(sido, sigungu, emd))
        for pk, author, asked_at, accepted, answers, score, sido, sigungu, emd in rows
        if author not in reader.blocked
    ]


@prepared
def _facts() -> QuerySet[Question]:
    found = Question.objects.visible().filter(is_any_of("pk", Parameter("ids")))
    asked_at = Cast(Extract("created_at", "epoch"), FloatField())
    rows: Any = found.annotate(asked_at=asked_at).values_list(*_FACTS)
    return cast("QuerySet[Question]", rows)


def _saying(ids: list[int], phrases: Iterable[str]) -> set[int]:
    questions = Question.objects.visible().filter(is_any_of("pk", Value(ids, _IDS)))
    for phrase in phrases:
        questions = questions.says(phrase)
    return set(questions.values_list("pk", flat=True))


def _only(rows: list[Any], ids: Collection[int]) -> list[Any]:
    return [row for row in rows if row[0] in ids]
