"""What is done again and again while somebody is connected, and not at all while nobody is."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Final

from redis.asyncio import Redis

from apps.core.presence import HERE_KEY, REFRESH_SECONDS
from apps.live import channels
from apps.live.process import entries
from apps.live.process.hub import Hub
from apps.live.process.reader import AWAY, connect, tell_others

logger = logging.getLogger(__name__)

# Seconds between two looks at who came and who left.
LOOK_EVERY: Final = 2
# Who was not seen for an hour is of no interest to anybody.
REMEMBERED: Final = 3600.0


class Rounds:
    """Signs of life, numbers of viewers, and who is here."""

    def __init__(self, hub: Hub, redis_url: str) -> None:
        self._hub = hub
        self._redis: Redis = connect(redis_url, timeout=2)
        self._marked: set[int] = set()
        self._refreshed_at = 0.0
        self._somebody = asyncio.Event()

    def wake(self) -> None:
        """Somebody has come."""
        self._somebody.set()

    async def run(self) -> None:
        """Until cancelled, once a second."""
        second = 0
        while True:
            if not self._hub.size and not self._marked:
                self._somebody.clear()
                await self._somebody.wait()
            await asyncio.sleep(1)
            second += 1
            self._hub.beat()
            if second % LOOK_EVERY == 0:
                await self._look()

    async def close(self) -> None:
        """Tell the others that the readers of this process are elsewhere now."""
        try:
            if told := self._hub.viewers.goodbye():
                await tell_others(self._redis, told)
        except AWAY as error:
            logger.warning("nobody hears that this process ends: %s", error)
        await self._redis.aclose()

    async def _look(self) -> None:
        now = time.monotonic()
        everything = now - self._refreshed_at >= REFRESH_SECONDS
        if everything:
            self._refreshed_at = now
            self._hub.viewers.forget()
        for question, number in self._hub.viewers.news():
            data = json.dumps({"question": int(question), "count": number})
            self._hub.say(channels.question(question), entries.notice("viewers", data))
        try:
            if told := self._hub.viewers.untold(everything=everything):
                await tell_others(self._redis, told)
            await self._mark(everything=everything)
        except AWAY as error:
            logger.warning("who is here is not told: %s", error)

    async def _mark(self, *, everything: bool) -> None:
        """Note the people who came, and now and then all who are here, in one go."""
        here = set(self._hub.people)
        wanted = here if everything else here - self._marked
        self._marked = here
        if not wanted:
            return
        now = time.time()
        async with self._redis.pipeline(transaction=False) as batch:
            batch.zadd(HERE_KEY, {str(person): now for person in wanted})
            if everything:
                batch.zremrangebyscore(HERE_KEY, "-inf", now - REMEMBERED)
            await batch.execute()
