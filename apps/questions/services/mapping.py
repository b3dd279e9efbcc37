"""When the parts of the sitemap last changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from apps.questions.models import SitemapPart

# Events are numbered when they are written and seen when they are committed: these are looked at again.
LATE = timedelta(minutes=10)
# What is older than this has been deleted from the outbox.
OLDEST = timedelta(days=30)

# Edits in an hour that are looked at. The newest are found by their ids; there is no index by time.
EDITS = 10_000

# What is told of a question or an answer changes the question's page, and so does an edit, which is not told.
_NOTE = """
WITH last AS (
    SELECT coalesce(max(changed_at) - %(late)s, now() - %(oldest)s) AS moment FROM questions_sitemappart
), change AS (
    SELECT (payload ->> 'questionId')::bigint AS question_id, occurred_at AS moment
    FROM events_event
    WHERE occurred_at > (SELECT moment FROM last) AND (type LIKE 'question.%%' OR type LIKE 'answer.%%')
    UNION ALL
    SELECT coalesce(edit.question_id, answer.question_id), edit.created_at
    FROM (SELECT * FROM questions_revision ORDER BY id DESC LIMIT %(edits)s) AS edit
    LEFT JOIN questions_answer AS answer ON answer.id = edit.answer_id
    WHERE edit.created_at > (SELECT moment FROM last)
)
INSERT INTO questions_sitemappart (number, changed_at)
SELECT question_id / %(ids)s, max(moment) FROM change GROUP BY 1
ON CONFLICT (number) DO UPDATE SET changed_at = excluded.changed_at
WHERE questions_sitemappart.changed_at < excluded.changed_at
"""


@transaction.atomic
def note_changed_parts() -> int:
    """Note it for what was told since the last time; return for how many parts it is new."""
    values: dict[str, Any] = {
        "ids": SitemapPart.IDS,
        "late": LATE,
        "oldest": OLDEST,
        "edits": EDITS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, values)
        return int(cursor.rowcount)
