from __future__ import annotations

import time

from django_redis import get_redis_connection
from redis.exceptions import ConnectionError as RedisConnectionError

from apps.core import presence


def test_those_seen_lately_are_here():
    now = time.time()
    get_redis_connection("default").zadd(presence.HERE_KEY, {7: now, 8: now - 50, 9: now - 500})
    assert presence.here_since(60) == [8, 7]


def test_nobody_is_here_on_a_quiet_site():
    assert presence.here_since(60) == []


def test_without_valkey_nobody_is_known_to_be_here(monkeypatch):
    def away(_alias: str):
        raise RedisConnectionError

    monkeypatch.setattr(presence, "get_redis_connection", away)
    assert presence.here_since(60) == []
