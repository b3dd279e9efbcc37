"""A load generator of our own: keep-alive connections over several processes.

For requests that differ from one another, such as posts, and where ``wrk`` is not installed. It takes
more of the machine than ``wrk``, so figures of the two should not be compared.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle

PROCESSES = 2
HEADERS_END = b"\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"


@dataclass
class Tally:
    """What one process saw. Latencies in seconds."""

    latencies: array[float] = field(default_factory=lambda: array("d"))
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0


def drive(
    host: str, port: int, requests: Sequence[bytes], *, connections: int, seconds: float, once: bool
) -> list[Tally]:
    """Send ``requests`` over ``connections``, each as soon as the one before is answered.

    Requests are complete HTTP/1.1 messages, dealt out to the processes. With ``once`` it ends when all
    have been sent, otherwise it begins again until ``seconds`` are over.
    """
    shares = [requests[number::PROCESSES] for number in range(PROCESSES)]
    jobs = [
        (host, port, share, max(1, connections // PROCESSES), seconds, once)
        for share in shares
        if share
    ]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(jobs), context) as pool:
        return list(pool.map(_process, jobs))


def _process(job: tuple[str, int, Sequence[bytes], int, float, bool]) -> Tally:
    host, port, requests, connections, seconds, once = job
    return asyncio.run(_run(host, port, requests, connections, seconds, once=once))


async def _run(
    host: str, port: int, requests: Sequence[bytes], connections: int, seconds: float, *, once: bool
) -> Tally:
    loop, tally = asyncio.get_running_loop(), Tally()
    supply: Iterator[bytes] = iter(requests if once else cycle(requests))
    started = time.perf_counter()
    protocols = []
    for _ in range(connections):
        _transport, protocol = await loop.create_connection(
            lambda: _Connection(supply, tally, started + seconds), host, port
        )
        protocols.append(protocol)
    await asyncio.gather(*(protocol.done for protocol in protocols))
    tally.seconds = time.perf_counter() - started
    return tally


class _Connection(asyncio.Protocol):
    """Sends one request after the other until the supply or the time is used up."""

    def __init__(self, supply: Iterator[bytes], tally: Tally, deadline: float) -> None:
        self._supply, self._tally, self._deadline = supply, tally, deadline
        self._received = b""
        self._sent_at = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not is_complete(self._received):
            return
        self._tally.latencies.append(time.perf_counter() - self._sent_at)
        self._tally.statuses[int(self._received[9:12])] += 1
        self._received = b""
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server closed the connection"))

    def _send(self) -> None:
        now = time.perf_counter()
        request = next(self._supply, None) if now < self._deadline else None
        if request is None:
            self.done.set_result(None)
            self._transport.close()
            return
        self._sent_at = now
        self._transport.write(request)


def is_complete(received: bytes) -> bool:
    """Whether this is a whole response. One without a length and not in chunks has no body."""
    end = received.find(HEADERS_END)
    if end < 0:
        return False
    head = received[:end].lower()
    if b"transfer-encoding: chunked" in head:
        return received.endswith(LAST_CHUNK)
    _before, found, after = head.partition(b"content-length:")
    length = int(after.split(b"\r\n", 1)[0]) if found else 0
    return len(received) >= end + len(HEADERS_END) + length


def request_bytes(
    method: str, path: str, *, host: str, headers: Iterable[tuple[str, str]] = (), body: bytes = b""
) -> bytes:
    """One HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body:
        lines += [
            f"Content-Length: {len(body)}",
            "Content-Type: application/x-www-form-urlencoded",
        ]
    return "\r\n".join(lines).encode() + HEADERS_END + body
