from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis

from apps.live import channels, tokens
from apps.live.channels import STREAM
from tests.events.processes.cast import Valkey
from tests.live.process import LiveProcess


@pytest.fixture
def valkey(tmp_path) -> Iterator[Valkey]:
    """A server of its own, which a test may stop. Something has happened there, long ago."""
    server = Valkey(tmp_path)
    server.start()
    begin_long_ago(server)
    yield server
    server.stop()


@pytest.fixture
def start(tmp_path, valkey) -> Iterator[Callable[[], LiveProcess]]:
    """Starts live processes on that server."""
    started: list[LiveProcess] = []

    def make() -> LiveProcess:
        started.append(LiveProcess(tmp_path, valkey.url))
        return started[-1]

    yield make
    for process in started:
        process.stop()


@pytest.fixture
def live(start) -> LiveProcess:
    return start()


@pytest.fixture
def tell(valkey) -> Callable[..., str]:
    """As `apps.live.publishing.tell` does, on the server of the test; returns the place it got."""

    def add(channel: str, kind: str = "vote", data: str = "{}", **fields: Any) -> str:
        with redis.Redis(port=valkey.port, decode_responses=True) as client:
            told = {"channels": channel, "kind": kind, "data": data, **fields}
            return str(client.xadd(STREAM, told))

    return add


def begin_long_ago(valkey: Valkey) -> None:
    with redis.Redis(port=valkey.port) as client:
        client.xadd(STREAM, {"kind": "start"}, id="1000-0")


def token(*names: str, person: int | None = None) -> str:
    own = [channels.person(person)] if person else []
    return tokens.mint(person=person, channels=[*own, *names])
