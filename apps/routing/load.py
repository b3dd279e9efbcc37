"""How evenly asks are spread over the people who were asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

# The tenth of the people who were asked most, rounded up.
_LOAD = """
WITH day AS (
    SELECT person_id, (asked_at AT TIME ZONE 'Asia/Seoul')::date AS day, count(*) AS asks
    FROM routing_answerrequest WHERE asked_at > %(since)s AND asked_at <= %(now)s GROUP BY 1, 2
), person AS (
    SELECT sum(asks) AS asks, max(asks) AS a_day,
           row_number() OVER (ORDER BY sum(asks) DESC) AS place, count(*) OVER () AS people
    FROM day GROUP BY person_id
)
SELECT count(*), coalesce(sum(asks), 0), coalesce(max(a_day), 0),
       coalesce(sum(asks) FILTER (WHERE place <= ceil(people / 10.0)), 0)
FROM person
"""


@dataclass(frozen=True)
class Load:
    """``most_a_day``: asks of one person within one day in Korea, the most there were."""

    people: int = 0
    asks: int = 0
    most_a_day: int = 0
    of_top_tenth: int = 0

    @property
    def top_tenth_share(self) -> int | None:
        """Asks that went to the tenth asked most, in whole percents; None while nobody was asked."""
        return 100 * self.of_top_tenth // self.asks if self.asks else None


def load(days: int, *, now: datetime) -> Load:
    """Of the asks of the ``days`` before ``now``."""
    with connection.cursor() as cursor:
        cursor.execute(_LOAD, {"since": now - timedelta(days=days), "now": now})
        people, asks, most, top = cursor.fetchone()
    return Load(people=people, asks=int(asks), most_a_day=int(most), of_top_tenth=int(top))
