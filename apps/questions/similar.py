"""First help: questions like this one whose accepted answer may still hold.

Likeness is what two questions share: words of the title, tags, category, place. Candidates are the newest of
a few index ranges, however many questions there are, and whatever the search finds by the title's words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator

from apps.core.enums import Visibility
from apps.questions import permissions
from apps.questions.models import Answer, Question
from apps.questions.querysets import blocked_by
from apps.questions.title_words import words_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from apps.accounts.models import User

EXTRACT = 140  # characters
# Days for which an answer is believed, by category.
FRESH = {
    "weather": 2,  # another day, another sea
    "events": 14,  # over after a weekend or two
    "transport": 30,  # timetables and road works change by the month
    "food": 180,  # places move, close and change their hours
    "health": 180,
    "stay": 180,  # so do prices
    "housing": 180,
}
FRESH_OTHERWISE = 365
# Of a range's newest, the share with an accepted answer are candidates.
POOL, TAG_POOL = 100, 50
# What each counts; the words of the title, from 0 to 1, count most.
WORDS, CATEGORY, FRESHNESS = 3, 0.5, 0.5
EMD, SIGUNGU = 1, 0.6
# What cannot be a coincidence: much of the title, two tags, or a tag, the category and a little of the title.
WORDS_LEAST, WORDS_WITH_TAG, TAGS_LEAST = 0.45, 0.15, 2

_POOLS = "\nUNION\n".join(
    f"""(SELECT id FROM questions_question
      WHERE visibility = {Visibility.VISIBLE} AND {scope}_id = %({scope})s
        AND category_id = %(category)s AND created_at > %(oldest)s
      ORDER BY created_at DESC, id DESC LIMIT {POOL})"""  # noqa: S608 -- names of ours
    for scope in ("emd", "sigungu", "sido")
)
_RANKED = f"""
WITH own AS (
    SELECT tag_id FROM questions_questiontag JOIN questions_tag AS tag ON tag.id = tag_id
    WHERE question_id = %(question)s AND NOT tag.name = ANY(%(places)s)
), pool AS (
    {_POOLS}
    UNION
    SELECT unnest(%(found)s::bigint[])
    UNION
    SELECT near.question_id FROM own, LATERAL (
        SELECT question_id FROM questions_questiontag WHERE tag_id = own.tag_id
        ORDER BY question_id DESC LIMIT {TAG_POOL}
    ) AS near
), candidate AS MATERIALIZED (
    SELECT q.id, q.category_id, q.sigungu_id, q.emd_id,
        extract(epoch FROM %(now)s - q.created_at) / 86400 / coalesce(
            (%(fresh)s::jsonb ->> category.slug)::float, {FRESH_OTHERWISE}) AS age,
        coalesce((SELECT avg(word_similarity(word, q.title))
                  FROM unnest(%(words)s::text[]) AS word), 0) AS words,
        shared.tags, coalesce(shared.weight, 0) AS weight
    FROM pool
    JOIN questions_question AS q USING (id)
    JOIN questions_category AS category ON category.id = q.category_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS tags,
            sum(greatest(0.3, 1.3 - 0.3 * log(greatest(tag.question_count, 1)))) AS weight
        FROM questions_questiontag AS other JOIN questions_tag AS tag ON tag.id = other.tag_id
        WHERE other.question_id = q.id AND other.tag_id IN (SELECT tag_id FROM own)
    ) AS shared
    WHERE q.visibility = {Visibility.VISIBLE} AND q.accepted_answer_id IS NOT NULL
      AND q.id <> %(question)s AND q.sido_id = %(sido)s AND q.created_at > %(oldest)s
)
SELECT id FROM candidate
WHERE age < 1 AND (
    words >= {WORDS_LEAST} OR tags >= {TAGS_LEAST}
    OR (tags = 1 AND category_id = %(category)s AND words >= {WORDS_WITH_TAG})
)
ORDER BY {WORDS} * words + least(weight, 2)
    + CASE WHEN category_id = %(category)s THEN {CATEGORY} ELSE 0 END
    + CASE WHEN emd_id = %(emd)s THEN {EMD} WHEN sigungu_id = %(sigungu)s THEN {SIGUNGU} ELSE 0 END
    + {FRESHNESS} * (1 - age) DESC, id DESC
LIMIT %(limit)s
"""  # noqa: S608 -- numbers of ours


Find = Callable[[str, int], list[int]]


def _find_nothing(_title: str, _sido_id: int) -> list[int]:
    return []


_find: Find = _find_nothing


def find_with(find: Find) -> None:
    """Let ``find`` name questions of a 시도 whose titles are like one.

    The search does, which this app does not know.
    """
    global _find  # noqa: PLW0603 -- set once, when the apps are ready
    _find = find


@dataclass(frozen=True)
class Similar:
    """A question that was settled, and the beginning of what settled it."""

    question: Question
    answer: Answer
    extract: str


def similar(question: Question, limit: int = 3, *, blocked: Sequence[int] = ()) -> list[Similar]:
    """The ``limit`` questions of the same 시도 most like ``question``, the likest first.

    Of them, those that people wrote or answered whom the reader ``blocked`` are left out.

    All are visible and have an accepted, visible answer that is not too old for what it is about.
    """
    ids = _ranked(question, limit)
    if not ids:
        return []
    found = (
        Question.objects.visible()
        .not_by(blocked)
        .filter(pk__in=ids, accepted_answer__visibility=Visibility.VISIBLE)
        .exclude(accepted_answer__author_id__in=blocked)
        .select_related("region", "accepted_answer")
        .defer("body", "body_html")
        .in_bulk()
    )
    return [_similar(found[pk]) for pk in ids if pk in found]


def first_help(viewer: User | AnonymousUser, question: Question) -> dict[str, Any]:
    """What the question's page shows of all this: nothing, and without a query, to most readers."""
    if permissions.can_get_first_help(viewer, question):
        return {"similar": similar(question, blocked=blocked_by(viewer))}
    if question.solved_by_id:
        return {"solution": Question.objects.visible().filter(pk=question.solved_by_id).first()}
    return {}


def _ranked(question: Question, limit: int) -> list[int]:
    now, places = timezone.now(), _places(question)
    values = {
        "question": question.pk,
        "emd": question.emd_id,
        "sigungu": question.sigungu_id,
        "sido": question.sido_id,
        "category": question.category_id,
        "places": list(places),
        "words": words_of(question.title, places=places),
        "fresh": json.dumps(FRESH),
        "now": now,
        "oldest": now - timedelta(days=FRESH_OTHERWISE),
        "limit": limit,
        "found": _find(question.title, question.sido_id),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RANKED, values)
        return [pk for (pk,) in cursor.fetchall()]


def _places(question: Question) -> set[str]:
    """Names of where it is asked, which counts by itself: 제주특별자치도, 제주; 애월읍, 애월."""
    region = question.region
    names = {part.name for part in (region, region.sigungu, region.sido) if part}
    return names | {name[:-1] for name in names} | {name[:2] for name in names}


def _similar(question: Question) -> Similar:
    answer = question.accepted_answer
    assert answer is not None  # noqa: S101 -- asked for
    text = " ".join(unescape(strip_tags(answer.body_html)).split())
    return Similar(question, answer, Truncator(text).chars(EXTRACT))
