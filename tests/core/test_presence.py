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


def test_how_long_ago_people_were_seen_is_known_of_those_who_were():
    get_redis_connection("default").zadd(presence.HERE_KEY, {7: time.time() - 50})
    ago = presence.last_seen([8, 7])
    assert list(ago) == [7]
    assert 50 <= ago[7] < 60
    assert presence.last_seen([]) == {}


def test_without_valkey_nobody_is_known_to_be_here_or_gone(monkeypatch):
    def away(_alias: str):
        raise RedisConnectionError

    monkeypatch.setattr(presence, "get_redis_connection", away)
    assert presence.here_since(60) == []
    assert presence.last_seen([7]) == {}
