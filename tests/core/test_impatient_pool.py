"""A Valkey that hangs costs a page one wait, not one for each thing it asks."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from apps.core import impatient_pool
from apps.core.impatient_pool import ImpatientPool

TIMEOUT = 0.3


@pytest.fixture
def port() -> Iterator[int]:
    """Somebody takes the calls there and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def client(port) -> Redis:
    url = f"redis://:secret@127.0.0.1:{port}/0"
    return Redis(connection_pool=ImpatientPool.from_url(url, socket_timeout=TIMEOUT))


def refused(client: Redis) -> float:
    """Seconds until a command was given up."""
    began = time.monotonic()
    with pytest.raises(RedisError):
        client.get("x")
    return time.monotonic() - began


def test_the_first_command_waits_and_the_others_do_not(client):
    assert refused(client) >= TIMEOUT
    assert max(refused(client) for _ in range(10)) < TIMEOUT


def test_after_a_pause_it_is_tried_again(client, monkeypatch):
    monkeypatch.setattr(impatient_pool, "PAUSE", 0.0)
    assert refused(client) >= TIMEOUT
    assert refused(client) >= TIMEOUT


def test_a_full_pool_is_no_absence(settings):
    pool = ImpatientPool.from_url(settings.CACHES["default"]["LOCATION"], max_connections=1)
    taken = pool.get_connection()
    with pytest.raises(RedisConnectionError):
        pool.get_connection()
    pool.release(taken)
    assert Redis(connection_pool=pool).ping()
