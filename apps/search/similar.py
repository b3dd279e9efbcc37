"""Questions like one that is being written: by words of titles, tags and places, the settled first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import QuerySet

from apps.core.prepared import Parameter, is_any_of, prepared
from apps.questions.models import Question
from apps.search import marks
from apps.search.analysis.asking import Wanted, all_of, any_of, wanted
from apps.search.analysis.vectors import quoted
from apps.search.candidates import NEWEST_WORDS, TITLE_WORDS, candidates
from apps.search.likeness import Alike
from apps.search.spelling import beginning_with
from apps.search.synonyms import synonyms

SIMILAR_MAX = 5
SHORTEST_TITLE = 2
# Of the candidates, those whose titles are compared letter by letter.
COMPARED = 40
ANSWERED, SAME_SIDO = 0.1, 0.15


@dataclass(frozen=True)
class SimilarQuestion:
    id: int
    title: str
    region_name: str
    answer_count: int
    is_accepted: bool
    url: str


def similar_titles(
    title: str,
    *,
    sido_id: int | None = None,
    besides: int | None = None,
    blocked: Collection[int] = (),
    limit: int = SIMILAR_MAX,
) -> list[SimilarQuestion]:
    """At most ``limit`` questions, those with an accepted answer first, then the likest.

    ``title`` may be half written; ``blocked`` are authors to leave out.
    """
    words = title.split()
    text = wanted(title, synonyms(), endings=beginning_with(words[-1]) if words else ())
    if len(title.strip()) < SHORTEST_TITLE or not text:
        return []
    alike = Alike.to(text)
    matches = _titled(text.all, text, sido_id)
    if len(matches) < limit and alike.least:
        matches = _about(alike.least, text, sido_id) | matches
    matches.pop(besides or 0, None)
    shares = alike.shares(_closest(matches))
    return _likest(title, shares, sido_id, blocked)[:limit]


def similar_ids(title: str, sido_id: int) -> list[int]:
    """Questions of a 시도 that share words with ``title``, the likest first."""
    text = wanted(title, synonyms())
    matches = _titled(text.all, text, sido_id)
    if len(matches) < COMPARED and len(text.clauses) > 1:
        matches = _titled(any_of(text.clauses), text, sido_id) | matches
    return _closest(matches)


def _titled(must: str, text: Wanted, sido_id: int | None) -> dict[int, float]:
    return candidates(_in(sido_id, must), text.any, of=TITLE_WORDS) if must else {}


def _about(must: str, text: Wanted, sido_id: int | None) -> dict[int, float]:
    """Of the newest questions only: so many alternatives would be dear to look up among all."""
    return candidates(_in(sido_id, must), text.any, of=NEWEST_WORDS)


def _in(sido_id: int | None, must: str) -> str:
    return all_of([must, quoted(marks.region(sido_id))]) if sido_id else must


def _closest(matches: dict[int, float]) -> list[int]:
    return sorted(matches, key=lambda pk: (matches[pk], pk), reverse=True)[:COMPARED]


def _likest(
    title: str, shares: dict[int, float], sido_id: int | None, blocked: Collection[int]
) -> list[SimilarQuestion]:
    found = _compared.rows(ids=list(shares), blocked=list(blocked), title=title)
    scored = [
        (
            each.accepted_answer_id is not None,
            shares[each.pk] + each.likeness + _worth(each, sido_id),
            each.pk,
            each,
        )
        for each in found
    ]
    return [_shown(row[-1]) for row in sorted(scored, key=lambda row: row[:3], reverse=True)]


@prepared
def _compared() -> QuerySet[Question]:
    title: Any = Parameter("title")  # its stubs know texts alone
    found: QuerySet[Question] = (
        Question.objects.visible()
        .filter(is_any_of("pk", Parameter("ids")))
        .exclude(is_any_of("author_id", Parameter("blocked")))
        .select_related("region")
        .annotate(likeness=TrigramSimilarity("title", title))
        .only("title", "answer_count", "accepted_answer_id", "sido_id", "region__name")
    )
    return found


def _worth(question: Question, sido_id: int | None) -> float:
    """One with an answer helps at once; one from here more than one from elsewhere."""
    return ANSWERED * bool(question.answer_count) + SAME_SIDO * (question.sido_id == sido_id)


def _shown(question: Question) -> SimilarQuestion:
    return SimilarQuestion(
        id=question.pk,
        title=question.title,
        region_name=question.region.name,
        answer_count=question.answer_count,
        is_accepted=question.accepted_answer_id is not None,
        url=question.get_absolute_url(),
    )
