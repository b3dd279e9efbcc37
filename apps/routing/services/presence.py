"""Who is here, as the live streams tell, and in which hours people usually are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.routing import decay
from apps.routing.policy import hour_of_week

# An open page is noted again after so many seconds: well within what counts as here.
NOTED_AGAIN = timedelta(seconds=40)

_HERE = """
UPDATE routing_answerer SET here_at = %(now)s
WHERE person_id = ANY (%(people)s) AND (here_at IS NULL OR here_at < %(before)s)
"""
# Postgres counts from 1. Somebody who stays is counted once an hour.
_RHYTHM = """
INSERT INTO routing_rhythm AS rhythm (person_id, hours, since, counted_hour)
SELECT person_id, array_fill(0::float8, ARRAY[%(before_hour)s]) || ARRAY[%(unit)s::float8]
       || array_fill(0::float8, ARRAY[%(after_hour)s]), %(now)s, %(hour)s
FROM routing_answerer WHERE person_id = ANY (%(people)s)
ON CONFLICT (person_id) DO UPDATE
SET hours[%(slot)s] = rhythm.hours[%(slot)s] + %(unit)s, counted_hour = EXCLUDED.counted_hour
WHERE rhythm.counted_hour < EXCLUDED.counted_hour
"""


@transaction.atomic
def note_here(*, people: Sequence[int]) -> int:
    """Keep for the choice of whom to ask that these have a page open; return how many were news."""
    if not people:
        return 0
    now = timezone.now()
    local = timezone.localtime(now)
    hour = hour_of_week(local)
    values: dict[str, Any] = {
        "people": sorted(people),
        "now": now,
        "before": now - NOTED_AGAIN,
        "hour": local.replace(minute=0, second=0, microsecond=0),
        "slot": hour + 1,
        "before_hour": hour,
        "after_hour": 167 - hour,
        "unit": decay.stored(1.0, now, decay.RHYTHM),
    }
    with connection.cursor() as cursor:
        cursor.execute(_HERE, values)
        news: int = cursor.rowcount
        cursor.execute(_RHYTHM, values)
    return news
