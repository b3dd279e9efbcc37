"""One reader's connection, as the hub sees it: a short queue that somebody else empties."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Final

from apps.live.process.entries import RELOAD, Position
from apps.live.tokens import Token

# What a reader who is slower than the news may be behind, in frames. Past it they look for themselves.
QUEUE: Final = 64


class Stream:
    """Never grows: when the queue is full, what is in it gives way to a single "reload"."""

    __slots__ = (
        "_closing",
        "_frames",
        "_waiter",
        "channels",
        "expires",
        "given",
        "issued",
        "person",
        "position",
        "taken_at",
        "task",
    )

    def __init__(
        self, token: Token, *, position: Position, given: bool, expires: float | None = None
    ) -> None:
        """``position`` is where to begin; ``given``: the browser named it, else it is a guess by time."""
        self.person = token.person
        self.channels = token.channels
        self.expires = token.expires if expires is None else expires
        self.issued = token.issued
        self.position: Position | None = position
        self.given = given
        # When the connection last took something, or had nothing to take.
        self.taken_at = time.monotonic()
        # What sends to the connection; cancelled where the connection takes nothing.
        self.task: asyncio.Task[None] | None = None
        self._frames: deque[bytes] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._closing = False

    def push(self, frame: bytes) -> None:
        """Send soon. After `close` nothing is added any more."""
        if self._closing:
            return
        if len(self._frames) >= QUEUE:
            self._frames.clear()
            frame = RELOAD
        self._frames.append(frame)
        self._wake()

    def close(self, farewell: bytes = b"") -> None:
        """End after what is queued and ``farewell``."""
        if farewell:
            self.push(farewell)
        self._closing = True
        self._wake()

    def abandon(self) -> None:
        """The reader has gone: nothing need be sent any more."""
        self._frames.clear()
        self.close()

    def give_up(self) -> None:
        """The reader is there but takes nothing."""
        self.abandon()
        if self.task is not None:
            self.task.cancel()

    async def next(self) -> bytes | None:
        """All that is queued, as soon as there is something; None at the end."""
        while not self._frames:
            if self._closing:
                return None
            self.taken_at = time.monotonic()
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        self.taken_at = time.monotonic()
        if len(self._frames) == 1:
            return self._frames.popleft()
        joined = b"".join(self._frames)
        self._frames.clear()
        return joined

    @property
    def is_stuck_since(self) -> float | None:
        """Since when (monotonic) something has been waiting for the connection to take it."""
        return self.taken_at if self._frames else None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
