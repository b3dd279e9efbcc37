"""View counts: buffered in Redis, added to the rows every few seconds, each once.

A flush renames the buffer to a batch with an id, adds it to the counts together
with that id in one transaction, then drops it. Whatever dies in between, the
next flush finds the batch and either adds it or sees that it was added.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from apps.questions.models import ViewFlush

logger = logging.getLogger(__name__)

BUFFER = "views:buffer"
BATCH = "views:batch:"
SEEN = "views:seen:"
# One reader counts once in this time, however often the page is reloaded.
SEEN_SECONDS = 1800
KEEP_FLUSHES = timedelta(days=2)


def record_view(*, question_id: int, viewer: str) -> None:
    """Count one view by ``viewer`` (a person or an address). Lost if Redis is away."""
    try:
        redis = get_redis_connection()
        if redis.set(f"{SEEN}{question_id}:{viewer}", 1, nx=True, ex=SEEN_SECONDS):
            redis.hincrby(BUFFER, str(question_id), 1)
    except RedisError as error:
        logger.warning("a view of question %s was not counted: %s", question_id, error)


def flush_views() -> int:
    """Add buffered views to the questions; return how many views were added."""
    redis = get_redis_connection()
    if redis.exists(BUFFER):
        redis.renamenx(BUFFER, f"{BATCH}{uuid4()}")
    added = 0
    for key in redis.scan_iter(match=f"{BATCH}*"):
        name = key.decode()
        counts = {int(question): int(count) for question, count in redis.hgetall(name).items()}
        added += _add(UUID(name.removeprefix(BATCH)), counts)
        redis.delete(name)
    ViewFlush.objects.filter(created_at__lt=timezone.now() - KEEP_FLUSHES).delete()
    return added


@transaction.atomic
def _add(batch: UUID, counts: dict[int, int]) -> int:
    _row, is_new = ViewFlush.objects.get_or_create(pk=batch)
    if not is_new or not counts:
        return 0
    questions, views = zip(*sorted(counts.items()), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE questions_question AS q SET view_count = view_count + b.views"
            " FROM unnest(%s::bigint[], %s::int[]) AS b (question, views) WHERE q.id = b.question",
            [list(questions), list(views)],
        )
    return sum(views)
