"""Counting by the hour and by the day. Each count replaces the one before, however often it runs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.core.enums import Visibility
from apps.questions.models import TrendingTag

# Fewer questions than this in a day are no trend.
LEAST_ASKED = 2
LEAST_SCORE = 1.5
PROMISE_SECONDS = 600

# For each region, the first of them.
MOST_TRENDS = 12
# One more on both sides: a tag that was never used before is not infinitely more used now.
_TRENDS = f"""
INSERT INTO questions_trendingtag (region_id, tag_id, asked, usual, score)
SELECT region_id, tag_id, asked, usual, score FROM (
    SELECT *, row_number() OVER (PARTITION BY region_id ORDER BY score DESC, tag_id) AS place FROM (
        SELECT *, (asked + 1) / (usual + 1) AS score FROM (
            SELECT coalesce(sigungu_id, sido_id) AS region_id, tag_id,
                   count(*) FILTER (WHERE created_at > %(now)s - interval '1 day') AS asked,
                   count(*) FILTER (WHERE created_at <= %(now)s - interval '1 day') / 7.0 AS usual
            FROM (
                SELECT question.sido_id, question.sigungu_id, question.created_at, tagged.tag_id
                FROM questions_question AS question
                JOIN questions_questiontag AS tagged ON tagged.question_id = question.id
                JOIN questions_tag AS tag ON tag.id = tagged.tag_id AND tag.synonym_of_id IS NULL
                WHERE question.created_at > %(now)s - interval '8 days' AND question.created_at <= %(now)s
                  AND question.visibility = {Visibility.VISIBLE}
            ) AS used
            -- By 시군구, by 시도 and in the whole country; what is about a 시도 as a whole has no 시군구.
            GROUP BY GROUPING SETS ((sigungu_id, tag_id), (sido_id, tag_id), (tag_id))
            HAVING GROUPING(sigungu_id) = 1 OR sigungu_id IS NOT NULL
        ) AS counted
    ) AS scored
    WHERE asked >= {LEAST_ASKED} AND score >= {LEAST_SCORE}
) AS ranked WHERE place <= {MOST_TRENDS}
"""  # noqa: S608 -- constants of ours

_DAY = f"""
WITH asked AS (
    SELECT sido_id, count(*) AS asked, count(first_answered_at) AS answered,
           count(*) FILTER (WHERE first_answered_at - created_at
                            <= interval '{PROMISE_SECONDS} seconds') AS in_time,
           count(accepted_answer_id) AS accepted
    FROM questions_question
    WHERE created_at >= %(since)s AND created_at < %(until)s AND visibility = {Visibility.VISIBLE}
    GROUP BY sido_id
), answered AS (
    SELECT question.sido_id, count(*) AS answers
    FROM questions_answer AS answer JOIN questions_question AS question ON question.id = answer.question_id
    WHERE answer.created_at >= %(since)s AND answer.created_at < %(until)s
      AND answer.visibility = {Visibility.VISIBLE} AND question.visibility = {Visibility.VISIBLE}
    GROUP BY question.sido_id
)
INSERT INTO questions_daycount (day, sido_id, asked, answered, in_time, accepted, answers)
SELECT %(day)s, sido_id, coalesce(asked, 0), coalesce(answered, 0), coalesce(in_time, 0),
       coalesce(accepted, 0), coalesce(answers, 0)
FROM asked FULL JOIN answered USING (sido_id)
ON CONFLICT (day, sido_id) DO UPDATE SET
    asked = EXCLUDED.asked, answered = EXCLUDED.answered, in_time = EXCLUDED.in_time,
    accepted = EXCLUDED.accepted, answers = EXCLUDED.answers
"""  # noqa: S608 -- constants of ours


@transaction.atomic
def count_trends() -> int:
    """Which tags are used more than usual, by 시군구, by 시도 and everywhere; return how many rows."""
    TrendingTag.objects.all().delete()
    return _run(_TRENDS, {"now": timezone.now()})


@transaction.atomic
def count_day(*, day: date | None = None) -> int:
    """One day's questions and answers, by 시도; yesterday's unless told. Return how many 시도 that were."""
    day = day or timezone.localdate() - timedelta(days=1)
    since = timezone.make_aware(datetime.combine(day, time()))
    return _run(_DAY, {"day": day, "since": since, "until": since + timedelta(days=1)})


def _run(statement: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        written: int = cursor.rowcount
    return written
