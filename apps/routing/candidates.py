"""Who could be asked about a question, read with one statement.

A region may have a hundred thousand people. Each branch below reads the first few of one index that
may be asked at all: the most responsive of the 읍면동, the 시군구 and the 시도, those who have a page open
there now, and those whose answers about the category or a tag were useful. The policy ranks what
they find; nobody else would have been chosen.

The rows say who was here a minute ago, which serves to find people. Who still is, Valkey knows better: of
those seen within 90 seconds a quarter have gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from apps.core.enums import Visibility
from apps.core.prepared import preparing
from apps.core.presence import STILL_HERE_SECONDS, last_seen
from apps.routing import decay
from apps.routing.policy import Candidate, hour_of_week, telling, usual

# Rows a branch contributes at most, and how long ago somebody with an open page was last seen.
BRANCH = 40
HERE_SECONDS = 90
# Useful answers elsewhere count for less: the harbour of one town says little of another's.
ELSEWHERE = 0.3


@dataclass(frozen=True)
class Wanted:
    """What is asked, where, and from whom an answer could come."""

    question_id: int
    asker_id: int
    category_id: int
    tag_ids: Sequence[int]
    sido_id: int
    sigungu_id: int | None
    emd_id: int | None
    # Neighbouring 읍면동, when the asker turned to them.
    neighbour_ids: Sequence[int] = ()


_QUIET = """(one.quiet_from IS NOT NULL AND CASE
        WHEN one.quiet_from <= one.quiet_to
        THEN %(hour)s >= one.quiet_from AND %(hour)s < one.quiet_to
        ELSE %(hour)s >= one.quiet_from OR %(hour)s < one.quiet_to END)
"""
_AVAILABLE = f"""
    one.is_willing AND (one.paused_until IS NULL OR one.paused_until <= %(now)s)
    AND (CASE WHEN one.asked_on = %(today)s THEN one.asked_today ELSE 0 END) < one.daily_limit
    AND NOT %(category)s = ANY (one.muted_categories)
    AND (one.here_at > %(here)s OR NOT {_QUIET})
"""


def _most(where: str, order: str, table: str = "routing_answerer AS one") -> str:
    available = f"{where} AND {_AVAILABLE}"
    order_by = f"ORDER BY {order} DESC LIMIT {BRANCH}"
    return f"(SELECT one.person_id FROM {table} WHERE {available} {order_by})"  # noqa: S608 -- ours


def _each(name: str, branch: str) -> str:
    """``branch`` once for each of the ids in a parameter, which it knows as ``each.id``."""
    return (
        f"SELECT most.person_id FROM unnest(%({name})s::bigint[]) AS each (id) "  # noqa: S608 -- ours
        f"CROSS JOIN LATERAL {branch} AS most"
    )


_KNOWS = "routing_skill AS skill JOIN routing_answerer AS one ON one.person_id = skill.person_id"
_USEFUL = ("skill.useful_sum", _KNOWS)
_LEVELS = ("emd", "sigungu", "sido")
_BRANCHES = "\nUNION\n".join([
    *(_most(f"one.{level}_id = %({level})s", "one.reach") for level in _LEVELS),
    *(
        _most(f"one.{level}_id = %({level})s AND one.here_at > %(here)s", "one.here_at")
        for level in _LEVELS
    ),
    _most("skill.category_id = %(category)s AND skill.sigungu_id = %(sigungu)s", *_USEFUL),
    _each("tags", _most("skill.tag_id = each.id AND skill.sigungu_id = %(sigungu)s", *_USEFUL)),
    _each("neighbours", _most("one.emd_id = each.id", "one.reach")),
])  # fmt: skip

STATEMENT = f"""
WITH found AS ({_BRANCHES})
SELECT one.person_id,
       CASE WHEN one.emd_id = %(emd)s THEN 0 WHEN one.sigungu_id = %(sigungu)s OR knows.is_local THEN 1
            WHEN one.sido_id = %(sido)s THEN 2 ELSE 3 END AS nearness,
       coalesce(one.here_at > %(here)s, false) AS is_here, {_QUIET} AS is_quiet,
       ARRAY(SELECT rhythm.hours[slot + 1] FROM unnest(%(slots)s::int[]) AS slot) AS hours, rhythm.since,
       one.answered_sum, one.asked_sum, one.expected_sum, one.useful_sum, one.load_sum,
       CASE WHEN one.asked_on = %(today)s THEN one.asked_today ELSE 0 END AS asked_today,
       one.daily_limit, coalesce(knows.useful_sum, 0) AS skill_sum
FROM found
JOIN routing_answerer AS one USING (person_id)
JOIN accounts_user AS person ON person.id = one.person_id AND person.is_active
LEFT JOIN routing_rhythm AS rhythm ON rhythm.person_id = one.person_id
LEFT JOIN LATERAL (
    SELECT sum(skill.useful_sum
               * CASE WHEN skill.sigungu_id = %(sigungu)s THEN 1 ELSE {ELSEWHERE} END) AS useful_sum,
           bool_or(skill.sigungu_id = %(sigungu)s) AS is_local
    FROM routing_skill AS skill
    WHERE skill.person_id = one.person_id
      AND (skill.category_id = %(category)s OR skill.tag_id = ANY (%(tags)s))
) AS knows ON true
WHERE one.person_id <> %(asker)s AND one.person_id <> ALL (ARRAY(
    SELECT person_id FROM routing_answerrequest WHERE question_id = %(question)s
    UNION ALL SELECT author_id FROM questions_answer
              WHERE question_id = %(question)s AND visibility = {Visibility.VISIBLE}
    UNION ALL SELECT blocker_id FROM accounts_block WHERE blocked_id = %(asker)s
    UNION ALL SELECT blocked_id FROM accounts_block WHERE blocker_id = %(asker)s
))
ORDER BY one.person_id
"""  # noqa: S608 -- constants of ours


def candidates(wanted: Wanted, *, now: datetime) -> list[Candidate]:
    """Those who may be asked at ``now``, at most ``BRANCH`` a branch, in the order of their ids."""
    with preparing(), connection.cursor() as cursor:
        cursor.execute(STATEMENT, parameters(wanted, now=now))
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    _look_who_left(rows)
    reader = _Reader(now)
    return [reader.candidate(row) for row in rows if row["is_here"] or not row["is_quiet"]]


def _look_who_left(rows: list[dict[str, Any]]) -> None:
    """What the rows say stands where Valkey is away or has lost somebody."""
    ago = last_seen([row["person_id"] for row in rows if row["is_here"]])
    for row in rows:
        row["is_here"] &= ago.get(row["person_id"], 0.0) <= STILL_HERE_SECONDS


def parameters(wanted: Wanted, *, now: datetime) -> dict[str, Any]:
    """What ``STATEMENT`` needs."""
    local = timezone.localtime(now)
    return {
        "question": wanted.question_id,
        "asker": wanted.asker_id,
        "category": wanted.category_id,
        "tags": list(wanted.tag_ids),
        "sido": wanted.sido_id,
        "sigungu": wanted.sigungu_id,
        "emd": wanted.emd_id,
        "neighbours": list(wanted.neighbour_ids),
        "now": now,
        "here": now - timedelta(seconds=HERE_SECONDS),
        "today": local.date(),
        "hour": local.hour,
        "slots": list(telling(hour_of_week(local))),
    }


class _Reader:
    """Turns rows into candidates; what fading has left of a stored sum is worked out once."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._hour = hour_of_week(timezone.localtime(now))
        self._slots = telling(self._hour)
        self._learned = decay.current(1.0, now, decay.LEARNED)
        self._load = decay.current(1.0, now, decay.LOAD)
        self._rhythm = decay.current(1.0, now, decay.RHYTHM)
        self._unseen = usual(dict.fromkeys(self._slots, 0.0), self._hour, weeks=0)

    def candidate(self, row: dict[str, Any]) -> Candidate:
        return Candidate(
            person_id=row["person_id"],
            nearness=row["nearness"],
            is_here=row["is_here"],
            usual=self._usual(row),
            answered=row["answered_sum"] * self._learned,
            asked=row["asked_sum"] * self._learned,
            expected=row["expected_sum"] * self._learned,
            skill=row["skill_sum"] * self._learned,
            answers=row["useful_sum"] * self._learned,
            asked_today=row["asked_today"],
            daily_limit=row["daily_limit"],
            asked_lately=row["load_sum"] * self._load,
        )

    def _usual(self, row: dict[str, Any]) -> float:
        if row["since"] is None:
            return self._unseen
        counts = dict(zip(self._slots, row["hours"], strict=True))
        weeks = decay.weeks_behind(row["since"], self._now)
        return usual(counts, self._hour, weeks, worth=self._rhythm)
