"""Making the 소식 모음 of a day: one for each who wants one, however often the task runs or dies."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.core.enums import Visibility
from apps.notifications.digests import HOUR, span
from apps.notifications.enums import Channel, Frequency, State, Watching
from apps.notifications.kinds.registry import LATER

BATCH = 1_000

# Weekly is the default of those who never chose; the others have a row and an index.
_WANT = {
    Frequency.WEEKLY: "LEFT JOIN notifications_preferences AS wish ON wish.person_id = person.id"
    f" WHERE coalesce(wish.digest, '{Frequency.WEEKLY}') = '{Frequency.WEEKLY}'",
    Frequency.DAILY: "JOIN notifications_preferences AS wish ON wish.person_id = person.id"
    f" WHERE wish.digest = '{Frequency.DAILY}'",
}
# Whom there may be something to tell: what exactly, and whether anything at all, is seen when it is sent.
_MAKE = """
WITH person AS (
    SELECT person.id, person.home_region_id FROM accounts_user AS person {want}
      AND person.id > %(after)s AND person.is_active
    ORDER BY person.id LIMIT %(most)s
), told AS (
    SELECT person.id FROM person LEFT JOIN regions_region AS home ON home.id = person.home_region_id
    WHERE EXISTS (SELECT FROM questions_question AS question
                  WHERE question.sigungu_id = home.sigungu_id AND question.visibility = {visible}
                    AND question.created_at >= %(since)s - interval '30 days'
                    AND question.created_at < %(until)s
                    AND (question.created_at >= %(since)s OR question.first_answered_at >= %(since)s))
       OR EXISTS (SELECT FROM notifications_watch AS watch
                  WHERE watch.person_id = person.id AND watch.mode = '{follow}')
       OR EXISTS (SELECT FROM notifications_notification AS line
                  WHERE line.recipient_id = person.id AND line.read_at IS NULL)
       OR (home.id IS NOT NULL AND home.sigungu_id IS NULL)
), made AS (
    INSERT INTO notifications_digest (person_id, frequency, day)
    SELECT id, %(frequency)s, %(day)s FROM told
    ON CONFLICT (person_id, frequency, day) DO NOTHING
    RETURNING id, person_id
), queued AS (
    INSERT INTO notifications_dispatch
        (person_id, digest_id, channel, priority, state, due_at, attempts, unsure, why, last_error)
    SELECT person_id, id, '{email}', {priority}, '{waiting}', statement_timestamp(), 0, 0, '', '' FROM made
)
SELECT (SELECT max(id) FROM person), (SELECT count(*) FROM made)
"""


def make_due(frequency: str) -> int:
    """Make what is due today, from where an earlier run stopped; return how many."""
    day = day_of(Frequency(frequency))
    if day is None:
        return 0
    after, total = _reached(frequency, day), 0
    while True:
        last, made = _make(frequency, day, after)
        total += made
        if last is None:
            return total
        after = last


def day_of(frequency: Frequency) -> date | None:
    """The day whose digest is due now, if one is: today's, or Monday's; not before nine."""
    now = timezone.localtime()
    if now.hour < HOUR:
        return None
    today = now.date()
    if frequency == Frequency.DAILY:
        return today
    # Not made up for later in the week: it would be old.
    return today if today.weekday() == 0 else None


def _reached(frequency: str, day: date) -> int:
    """Batches go in the order of people; a batch is there as a whole or not at all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(person_id), 0) FROM notifications_digest"
            " WHERE frequency = %s AND day = %s",
            [frequency, day],
        )
        reached: int = cursor.fetchone()[0]
    return reached


@transaction.atomic
def _make(frequency: str, day: date, after: int) -> tuple[int | None, int]:
    """One batch: the last person it looked at, none when there is nobody more, and how many were made."""
    since, until = span(frequency, day)
    statement = _MAKE.format(
        want=_WANT[Frequency(frequency)],
        visible=int(Visibility.VISIBLE),
        follow=Watching.FOLLOW,
        email=Channel.EMAIL,
        waiting=State.WAITING,
        priority=LATER,
    )
    values: dict[str, Any] = {
        "after": after, "most": BATCH, "frequency": frequency, "day": day,
        "since": since, "until": until,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        last, made = cursor.fetchone()
    return last, made
