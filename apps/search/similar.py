"""Questions like one that is being written: by the words of their titles, the settled ones first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity

from apps.questions.models import Question
from apps.search import marks
from apps.search.analysis.asking import Wanted, all_of, any_of, wanted
from apps.search.analysis.vectors import quoted
from apps.search.candidates import TITLE_WORDS, candidates
from apps.search.spelling import beginning_with
from apps.search.synonyms import synonyms

SIMILAR_MAX = 5
SHORTEST_TITLE = 2
# Of the candidates, those whose titles are compared letter by letter.
COMPARED = 40
# Of words alone, the share that must be the same before two questions are alike.
LEAST = 0.25
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
    matches = _matches(text, sido_id, enough=limit)
    matches.pop(besides or 0, None)
    return _likest(title, matches, sido_id, blocked)[:limit]


def similar_ids(title: str, sido_id: int) -> list[int]:
    """Questions of a 시도 that share words with ``title``, the likest first."""
    matches = _matches(wanted(title, synonyms()), sido_id, enough=COMPARED)
    return sorted(matches, key=lambda pk: (matches[pk], pk), reverse=True)[:COMPARED]


def _matches(text: Wanted, sido_id: int | None, *, enough: int) -> dict[int, float]:
    """Titles with all of the words; if those are fewer than ``enough``, with any of them too."""
    if not text:
        return {}
    region = quoted(marks.region(sido_id)) if sido_id else ""
    matches = candidates(all_of(filter(None, [text.all, region])), text.any, of=TITLE_WORDS)
    if len(matches) < enough and len(text.clauses) > 1:
        some = all_of(filter(None, [any_of(text.clauses), region]))
        matches = candidates(some, text.any, of=TITLE_WORDS) | matches
    return matches


def _likest(
    title: str, matches: dict[int, float], sido_id: int | None, blocked: Collection[int]
) -> list[SimilarQuestion]:
    closest = sorted(matches, key=lambda pk: (matches[pk], pk), reverse=True)[:COMPARED]
    found = (
        Question.objects.visible()
        .filter(pk__in=closest)
        .exclude(author_id__in=blocked)
        .select_related("region")
        .annotate(likeness=TrigramSimilarity("title", title))
        .only("title", "answer_count", "accepted_answer_id", "sido_id", "region__name")
    )
    best = max(matches.values(), default=0) or 1
    scored = [
        (each.accepted_answer_id is not None, likeness + _worth(each, sido_id), each.pk, each)
        for each in found
        if (likeness := 0.5 * matches[each.pk] / best + each.likeness) >= LEAST
    ]
    return [_shown(row[-1]) for row in sorted(scored, key=lambda row: row[:3], reverse=True)]


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
