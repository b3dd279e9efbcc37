"""The ASGI application that holds the streams. No Django request, no session, no database."""

from __future__ import annotations

import asyncio
import logging
import signal
import uuid
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final
from urllib.parse import parse_qs

from django.core.signing import BadSignature

from apps.live import tokens
from apps.live.process.entries import Position
from apps.live.process.hub import Hub
from apps.live.process.origins import Origins
from apps.live.process.reader import Reader
from apps.live.process.rounds import Rounds
from apps.live.process.stream import Stream
from apps.live.process.tail import Tail
from apps.live.process.viewers import Viewers

logger = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

PATH: Final = "/live/stream"
HEALTH: Final = ("/health", "/live/health")
# Past this many streams readers are asked to poll: a process must not run out of files or memory.
MOST_STREAMS: Final = 20_000


class Application:
    """One process: its hub and what keeps it going."""

    def __init__(self, *, redis_url: str, origins: Origins) -> None:
        self._hub = Hub(Tail(), Viewers(uuid.uuid4().hex))
        self._reader = Reader(self._hub, redis_url)
        self._rounds = Rounds(self._hub, redis_url)
        self._origins = origins
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        _on_stop(self._hub.close_all)
        self._tasks = [asyncio.create_task(part.run()) for part in (self._reader, self._rounds)]
        for task in self._tasks:
            task.add_done_callback(_complain)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await _end(self._tasks)
        await self._rounds.close()
        await self._reader.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        given = dict(scope["headers"])
        headers = self._origins.headers(given.get(b"origin"))
        if scope["path"] in HEALTH:
            await _respond(send, 200, headers, f"ok {self._hub.size}\n")
        elif scope["path"] != PATH:
            await _respond(send, 404, headers)
        elif scope["method"] != "GET":
            await _respond(send, 405, [*headers, (b"allow", b"GET")])
        elif self._hub.is_leaving or self._hub.size >= MOST_STREAMS:
            await _respond(send, 503, [*headers, (b"retry-after", b"30")])
        else:
            await self._open(scope, given.get(b"last-event-id", b""), headers, receive, send)

    async def _open(
        self, scope: Message, last: bytes, headers: Headers, receive: Receive, send: Send
    ) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=8)
        try:
            token = tokens.read(query.get("token", [""])[0])
        except BadSignature:
            await _respond(send, 401, headers)
            return
        if self._hub.is_ended(token):
            await _respond(send, 403, headers)
            return
        position = Position.parse(last.decode("latin-1") or query.get("last", [""])[0])
        stream = self._hub.open(token, position)
        self._rounds.wake()
        try:
            await _send_all(stream, headers, receive, send)
        finally:
            self._hub.leave(stream)


async def _send_all(stream: Stream, headers: Headers, receive: Receive, send: Send) -> None:
    """What the stream brings, until it ends or the reader leaves."""
    start = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),  # nginx would collect what is to arrive at once
        *headers,
    ]
    stream.task = asyncio.current_task()
    leaving = asyncio.create_task(_until_gone(receive))
    leaving.add_done_callback(lambda _task: stream.abandon())
    try:
        await send({"type": "http.response.start", "status": 200, "headers": start})
        while (frames := await stream.next()) is not None:
            await send({"type": "http.response.body", "body": frames, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        leaving.cancel()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _respond(send: Send, status: int, headers: Headers, text: str = "") -> None:
    body = text.encode()
    plain = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": plain + headers})
    await send({"type": "http.response.body", "body": body})


def _on_stop(act: Callable[[], None]) -> None:
    """Act before the server's own handler: it waits for the streams, which end of themselves only late."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        servers = signal.getsignal(number)

        def handle(received: int, frame: Any, servers: Any = servers) -> None:
            loop.call_soon_threadsafe(act)
            if callable(servers):
                servers(received, frame)

        signal.signal(number, handle)


async def _end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel until it has worked.

    Valkey's client loses a cancellation that comes at the moment of an answer: once in six times the
    process went on waiting for news after it was asked to stop.
    """
    while pending := [task for task in tasks if not task.done()]:
        for task in pending:
            task.cancel()
        await asyncio.wait(pending, timeout=1)


def _complain(task: asyncio.Task[None]) -> None:
    """A process that hears nothing any more must not look healthy."""
    if not task.cancelled() and task.exception():
        logger.critical("the live process cannot go on", exc_info=task.exception())
        signal.raise_signal(signal.SIGTERM)
