"""Who has the site open now: written by the process that holds the live streams, read by anybody.

A sorted set in Valkey: people's ids, each with the second at which a stream of theirs was last seen
open. Nothing here is kept for long, and nothing depends on it being there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Final

from django_redis import get_redis_connection
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

HERE_KEY: Final = "live:here"
# Seconds between two marks of somebody who stays: ask for more than this, or they seem to come and go.
REFRESH_SECONDS: Final = 30.0
# A mark older than this is of somebody who has left: marks come some seconds late at worst.
STILL_HERE_SECONDS: Final = REFRESH_SECONDS + 10


def here_since(seconds: float) -> list[int]:
    """Ids of the people who had a page open within the last ``seconds``; empty when Valkey is away."""
    try:
        found = get_redis_connection("default").zrangebyscore(
            HERE_KEY, time.time() - seconds, "+inf"
        )
    except RedisError:
        logger.exception("who is here is not known: the cache does not answer")
        return []
    return [int(member) for member in found]


def last_seen(people: Sequence[int]) -> dict[int, float]:
    """Seconds since each of these last had a page open; without those of whom Valkey knows nothing."""
    if not people:
        return {}
    try:
        marks = get_redis_connection("default").zmscore(HERE_KEY, list(people))
    except RedisError:
        logger.exception("who is here is not known: the cache does not answer")
        return {}
    now = time.time()
    return {
        person: now - mark for person, mark in zip(people, marks, strict=True) if mark is not None
    }
