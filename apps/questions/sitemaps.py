"""What search engines are told to read, in parts whose addresses never change.

A part is a range of ids, not a page of a list: it is one index range however many questions there are,
and a question stays in its part. When each part last changed is noted every hour
(``services/mapping.py``), so that the index of the parts reads nothing but these notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, Length

from apps.core import links
from apps.questions.heads import LIST_LEAST, QUESTION_LEAST
from apps.questions.models import Answer, Question, SitemapPart, Tag
from apps.questions.querysets import REGION_COLUMN
from apps.regions.enums import Level
from apps.regions.models import Region

# Ids in a part. The protocol allows 50,000 addresses; fewer are read anew when one of them changes.
PART_IDS = SitemapPart.IDS
PAGES = ("/", "/r/", "/stats/", "/about/", "/guidelines/", "/terms/", "/privacy/")


@dataclass(frozen=True)
class Entry:
    path: str
    changed_at: datetime | None = None


def parts() -> list[Entry]:
    """The index: pages, regions, and the parts of tags and questions up to the newest."""
    changed = dict(SitemapPart.objects.values_list("number", "changed_at"))
    found = [Entry("/sitemaps/pages.xml"), Entry("/sitemaps/regions.xml")]
    found += [Entry(f"/sitemaps/tags-{number}.xml") for number in _numbers(_tags())]
    questions = _numbers(Question.objects.visible())
    found += [
        Entry(f"/sitemaps/questions-{number}.xml", changed.get(number)) for number in questions
    ]
    return found


def pages() -> list[Entry]:
    return [Entry(path) for path in PAGES]


def regions() -> list[Entry]:
    """Open ones in which something was asked."""
    found: list[Entry] = []
    for level in Level:
        asked = Question.objects.visible().filter(**{REGION_COLUMN[level]: OuterRef("pk")})
        newest = Subquery(asked.order_by("-created_at", "-pk").values("created_at")[:1])
        rows = Region.objects.open().filter(level=level).annotate(asked_at=newest)
        found += [
            Entry(links.region(slug), asked_at)
            for slug, asked_at in rows.order_by("pk").values_list("slug", "asked_at")
            if asked_at is not None
        ]
    return found


def tags(number: int) -> list[Entry] | None:
    """One part of the tags; None if there is no such part."""
    if number not in _numbers(_tags()):
        return None
    names = _part(_tags(), number).order_by("pk").values_list("name", flat=True)
    return [Entry(links.tag(name)) for name in names]


def questions(number: int) -> list[Entry] | None:
    """One part of the questions that may be found; None if there is no such part."""
    if number not in _numbers(Question.objects.visible()):
        return None
    answered = _last_answered(number)
    return [
        Entry(links.question(pk, title), max(written_at, answered.get(pk, written_at)))
        for pk, title, written_at in _worth_finding(number)
    ]


def _worth_finding(number: int) -> list[tuple[int, str, datetime]]:
    little = Q(answer_count=0, size__lt=QUESTION_LEAST)
    rows = (
        _part(Question.objects.visible(), number)
        .alias(size=Length("title") + Length("body"))
        .exclude(little)
    )
    written_at = Greatest("created_at", "edited_at")  # PostgreSQL's passes over NULL
    return list(rows.order_by("pk").values_list("pk", "title", written_at))


def _last_answered(number: int) -> dict[int, datetime]:
    answers = Answer.objects.visible()
    within = Q(question_id__gte=number * PART_IDS, question_id__lt=(number + 1) * PART_IDS)
    last = Max(Greatest("created_at", "edited_at"))
    rows = answers.filter(within).values("question_id").annotate(last=last)
    return dict(rows.order_by().values_list("question_id", "last"))


def _tags() -> QuerySet[Tag]:
    return Tag.objects.filter(question_count__gte=LIST_LEAST, synonym_of=None)


def _numbers(rows: QuerySet) -> range:
    """The parts there are, by the first and the last id, each found at one end of the index."""
    ids = rows.values_list("pk", flat=True)
    first, last = ids.order_by("pk").first(), ids.order_by("-pk").first()
    if first is None or last is None:
        return range(0)
    return range(first // PART_IDS, last // PART_IDS + 1)


def _part(rows: QuerySet, number: int) -> QuerySet:
    return rows.filter(pk__gte=number * PART_IDS, pk__lt=(number + 1) * PART_IDS)
