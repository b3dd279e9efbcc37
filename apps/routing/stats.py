"""How long questions waited for their first answer, counted from their rows.

Nothing is estimated and nobody is left out quietly: a question without an answer counts as one that waits,
also when its asker closed it. Only those that first help solved are told apart, as nobody was needed.
The median is over all that were counted, so that it exists only where at least half have an answer.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from apps.core.enums import Visibility
from apps.questions.enums import Status
from apps.questions.models import Category
from apps.regions.models import Region
from apps.routing.load import Load, load

WINDOWS = (7, 30, 90)  # days
USUAL_WINDOW = 30
# Of fewer questions a share says more about chance than about neighbours.
FEW = 10
SOON, LATER, DAY = 600, 1800, 86_400  # seconds
HOURS, STRETCH = 24, 3

CACHED = "routing:stats:{days}"
FRESH_SECONDS = 300
# Beyond this, whoever comes counts anew; until then one does, and the others get what there is.
KEPT_SECONDS = 3600
COUNTING_SECONDS = 60

# One reading of the window for every grouping. What a row is, is worked out once and in whole seconds:
# date_part, as extract makes a numeric. Whoever still waits waits longest; a median leaves NULL out.
_FOREVER = 2**31 - 1
_COUNT = f"""
WITH asked AS MATERIALIZED (
    SELECT sigungu_id, category_id,
        date_part('hour', created_at AT TIME ZONE 'Asia/Seoul')::int AS hour,
        date_part('hour', created_at AT TIME ZONE 'Asia/Seoul')::int / {STRETCH} AS stretch,
        date_part('epoch', %(now)s - created_at)::int AS age,
        coalesce(date_part('epoch', first_answered_at - created_at)::int, {_FOREVER}) AS waited,
        first_answered_at IS NULL AND status = {Status.CLOSED} AS closed,
        first_answered_at IS NULL AND solved_by_id IS NOT NULL AS solved
    FROM questions_question
    WHERE visibility = {Visibility.VISIBLE}
      AND created_at >= %(since)s AND created_at <= %(until)s
)
SELECT grouping(sigungu_id, category_id, hour, stretch), sigungu_id, category_id, hour, stretch,
    count(*) FILTER (WHERE NOT solved),
    count(*) FILTER (WHERE solved),
    count(*) FILTER (WHERE closed AND NOT solved),
    count(*) FILTER (WHERE waited <= {SOON}),
    count(*) FILTER (WHERE age >= {LATER} AND NOT solved),
    count(*) FILTER (WHERE age >= {LATER} AND waited <= {LATER}),
    count(*) FILTER (WHERE age >= {DAY} AND NOT solved),
    count(*) FILTER (WHERE age >= {DAY} AND NOT solved AND waited > {DAY}),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY waited) FILTER (WHERE NOT solved)
FROM asked
GROUP BY GROUPING SETS ((), (sigungu_id), (category_id), (hour), (stretch))
"""  # noqa: S608 -- constants of ours
# What grouping() says: a bit for each column that a row is not grouped by.
_ALL, _BY_REGION, _BY_CATEGORY, _BY_HOUR, _BY_STRETCH = 0b1111, 0b0111, 0b1011, 0b1101, 0b1110


@dataclass(frozen=True)
class Figures:
    """Of one group. Counts of questions; shares in whole percent, rounded down."""

    questions: int = 0
    solved: int = 0
    closed: int = 0
    soon: int = 0
    old_enough_for_later: int = 0
    later: int = 0
    older_than_a_day: int = 0
    unanswered: int = 0
    median: int | None = None  # seconds; None where fewer than half have an answer

    @property
    def is_few(self) -> bool:
        return self.questions < FEW

    @property
    def soon_share(self) -> int | None:
        return _share(self.soon, self.questions)

    @property
    def later_share(self) -> int | None:
        return _share(self.later, self.old_enough_for_later)

    @property
    def unanswered_share(self) -> int | None:
        return _share(self.unanswered, self.older_than_a_day)


@dataclass(frozen=True)
class Group:
    """Figures of a region or a category."""

    name: str
    slug: str
    figures: Figures


@dataclass(frozen=True)
class Time:
    """Figures of what was asked from one full hour to another, by the clock of Seoul."""

    begin: int
    end: int
    figures: Figures


@dataclass(frozen=True)
class Stats:
    days: int
    counted_at: datetime
    overall: Figures = field(default_factory=Figures)
    regions: list[Group] = field(default_factory=list)
    categories: list[Group] = field(default_factory=list)
    hours: list[Time] = field(default_factory=list)
    stretches: list[Time] = field(default_factory=list)
    load: Load = field(default_factory=Load)

    @property
    def times(self) -> list[Time]:
        """By the hour, or in longer stretches while most hours have too few questions."""
        telling = sum(not time.figures.is_few for time in self.hours)
        return self.hours if telling > HOURS // 2 else self.stretches


def stats(days: int) -> Stats:
    """Of the last ``days``, at most some minutes old; counted on the spot while the cache is away."""
    key = CACHED.format(days=days)
    kept: Stats | None = cache.get(key)
    if kept is not None and not _is_due(kept, key):
        return kept
    counted = count(days, now=timezone.now())
    cache.set(key, counted, KEPT_SECONDS)
    return counted


def _is_due(kept: Stats, key: str) -> bool:
    """Whether this caller is the one to count again."""
    if time.time() - kept.counted_at.timestamp() < FRESH_SECONDS:
        return False
    return bool(cache.add(f"{key}:counting", 1, COUNTING_SECONDS))


def count(days: int, *, now: datetime) -> Stats:
    """Count the questions asked in the ``days`` before ``now`` that had ten minutes to be answered."""
    rows = list(_rows(days, now))
    by_region, by_category, by_hour, by_stretch = (
        {key: figures for kind, key, figures in rows if kind == wanted and key is not None}
        for wanted in (_BY_REGION, _BY_CATEGORY, _BY_HOUR, _BY_STRETCH)
    )
    regions = Region.objects.filter(pk__in=by_region, is_open=True)
    categories = Category.objects.filter(pk__in=by_category)
    return Stats(
        days=days,
        counted_at=now,
        overall=next((figures for kind, _key, figures in rows if kind == _ALL), Figures()),
        regions=_most_first(
            Group(region.full_name, region.slug, by_region[region.pk]) for region in regions
        ),
        categories=_most_first(
            Group(category.name, category.slug, by_category[category.pk]) for category in categories
        ),
        hours=_times(by_hour, 1),
        stretches=_times(by_stretch, STRETCH),
        load=load(days, now=now),
    )


def _rows(days: int, now: datetime) -> Iterator[tuple[int, int | None, Figures]]:
    values: dict[str, Any] = {
        "now": now,
        "since": now - timedelta(days=days),
        "until": now - timedelta(seconds=SOON),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        for by, region, category, hour, stretch, *counts, median in cursor.fetchall():
            key = {
                _BY_REGION: region,
                _BY_CATEGORY: category,
                _BY_HOUR: hour,
                _BY_STRETCH: stretch,
            }.get(by)
            yield by, key, _figures(counts, median)


def _figures(counts: list[int], median: Any) -> Figures:
    questions, solved, closed, soon, old_enough, later, older, unanswered = counts
    return Figures(
        questions=questions,
        solved=solved,
        closed=closed,
        soon=soon,
        old_enough_for_later=old_enough,
        later=later,
        older_than_a_day=older,
        unanswered=unanswered,
        median=None if median == _FOREVER else median,
    )


def _times(figures: dict[int, Figures], length: int) -> list[Time]:
    return [
        Time(begin, begin + length, figures.get(begin // length, Figures()))
        for begin in range(0, HOURS, length)
    ]


def _most_first(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: (-group.figures.questions, group.name))


def _share(part: int, of: int) -> int | None:
    return 100 * part // of if of else None
