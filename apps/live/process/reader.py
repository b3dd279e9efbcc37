"""The one connection on which a process hears what happens, and how it comes back to it."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from typing import Any, Final, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from apps.live.channels import STREAM, STREAM_LENGTH, VIEWERS_LENGTH, VIEWERS_STREAM
from apps.live.process.entries import Entry, Position
from apps.live.process.hub import Hub

logger = logging.getLogger(__name__)

BLOCK: Final = 15_000  # milliseconds
# Seconds between two looks whether the stream is still the one that was read.
LOOK_EVERY: Final = 15.0
FIRST_PAUSE: Final = 0.1  # seconds
LONGEST_PAUSE: Final = 2.0
AT_A_TIME: Final = 500
Items = list[tuple[str, dict[str, str]]]
AWAY: Final = (RedisError, OSError, asyncio.TimeoutError)


class Reader:
    """Fills the hub from Valkey, for ever."""

    def __init__(self, hub: Hub, redis_url: str) -> None:
        self._hub = hub
        self._redis: Redis = connect(redis_url, timeout=BLOCK / 1000 + 5)
        self._last: Position | None = None
        self._viewers_last = "0"
        self._looked_at = 0.0

    async def run(self) -> None:
        """Until cancelled. Valkey may go and come."""
        pause = FIRST_PAUSE
        while True:
            try:
                await self._look()
                pause = FIRST_PAUSE
                while True:
                    await self._read()
                    if time.monotonic() - self._looked_at > LOOK_EVERY:
                        await self._look()
            except AWAY as error:
                logger.warning("live updates wait for Valkey: %s", error)
                await self._redis.connection_pool.disconnect(inuse_connections=True)
                await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 -- no secret
                pause = min(pause * 2, LONGEST_PAUSE)

    async def close(self) -> None:
        await self._redis.aclose()

    async def _look(self) -> None:
        """Whether the stream goes on where it was left; if not, everybody has to look for themselves."""
        self._looked_at = time.monotonic()
        facts = await self._facts()
        if facts is None:
            # A first entry, so that it is known from when on nothing is missing.
            await self._redis.xadd(
                STREAM, {"kind": "start"}, maxlen=STREAM_LENGTH, approximate=True
            )
            facts = await self._facts()
        if self._last is not None:
            first, newest = facts or (self._last, self._last)
            if first <= self._last <= newest:
                return
            logger.warning("what happened was lost in Valkey: the pages look for themselves")
            self._hub.start_over()
        await self._load()

    async def _facts(self) -> tuple[Position, Position] | None:
        """The first entry that is kept and the last one there was; None without a stream."""
        try:
            info: dict[str, Any] = await self._redis.xinfo_stream(STREAM)
        except ResponseError:
            return None
        first, newest = info.get("first-entry"), Position.parse(str(info["last-generated-id"]))
        if not first or newest is None:
            return None
        return Position.parse(str(first[0])) or newest, newest

    async def _load(self) -> None:
        """All that Valkey keeps, into memory."""
        self._last, begin = None, "-"
        while found := await self._range(begin):
            for identity, fields in found:
                self._take(identity, fields)
            begin = f"({found[-1][0]}"
        self._hub.catch_up()

    async def _range(self, begin: str) -> Items:
        # The client's types know neither decoded answers nor which protocol was asked for.
        return cast("Items", await self._redis.xrange(STREAM, min=begin, count=AT_A_TIME))

    async def _read(self) -> None:
        """Wait for what comes, and tell it."""
        places: dict[Any, Any] = {
            STREAM: str(self._last or "0"),
            VIEWERS_STREAM: self._viewers_last,
        }
        found = await self._redis.xread(places, count=AT_A_TIME, block=BLOCK)
        for name, items in cast("list[tuple[str, Items]]", found or []):
            for identity, fields in items:
                if name == STREAM:
                    self._take(identity, fields)
                else:
                    self._viewers_last = identity
                    self._hub.viewers.heard(fields)

    def _take(self, identity: str, fields: dict[str, str]) -> None:
        entry = Entry.parse(identity, fields)
        self._last = entry.position
        self._hub.tell(entry)


async def tell_others(redis: Redis, fields: dict[str, str]) -> None:
    """What this process knows of its readers."""
    told: dict[Any, Any] = dict(fields)
    await redis.xadd(VIEWERS_STREAM, told, maxlen=VIEWERS_LENGTH, approximate=True)


def connect(url: str, *, timeout: float) -> Redis:
    """A client that gives up after ``timeout`` seconds without an answer."""
    return Redis.from_url(
        url,
        decode_responses=True,
        protocol=2,
        socket_connect_timeout=2,
        socket_timeout=timeout,
        socket_keepalive=True,
    )
