"""`make bench NAME=live`: thousands of open streams on one process, and news for all readers of one question.

Measured is what a reader waits: from the moment the change is committed (an event in the outbox) or
told (an entry in Valkey) to the moment the news is in the reader's process. Readers are sockets of
processes of their own on the same machine, which takes its share of the processor.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import selectors
import socket
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psutil
import redis

from bench import report
from tools import run
from tools.child import Child, stop_all
from tools.console import Prefix, say
from tools.ports import free_port

REDIS_DATABASE = 15
AT_A_TIME = 100
IDLE_SECONDS = 30.0
# Seconds that readers wait for news that does not come; what is missing shows in the table.
GIVE_UP_AFTER = 180.0
TARGET_MS, TARGET_KB = 500.0, 20.0
QUESTION = "question:1"


def main() -> None:
    options = _options()
    _allow_files(options.streams)
    redis_url = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{REDIS_DATABASE}"))
    with redis.Redis.from_url(redis_url) as store:
        if store.dbsize():
            raise SystemExit(f"Redis database {REDIS_DATABASE} is not empty; it would be emptied")
        try:
            with _live(redis_url) as (process, port):
                figures = _measure(options, store, process, port)
        finally:
            store.flushdb()
    _tell(figures)


def _allow_files(streams: int) -> None:
    """Each stream is an open file of the live process and of a reader's; children inherit the limit."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard < streams + 100:
        raise SystemExit(f"at most {hard} files may be open here; try --streams {hard - 100}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.live")
    parser.add_argument("--streams", type=int, default=5_000)
    parser.add_argument("--events", type=int, default=40)
    parser.add_argument("--pause", type=float, default=1.5, help="seconds between two events")
    parser.add_argument("--clients", type=int, default=2, help="processes that hold the readers")
    return parser.parse_args()


@contextmanager
def _live(redis_url: str) -> Iterator[tuple[psutil.Process, int]]:
    port = free_port()
    environment = {"ENVIRONMENT": "development", "REDIS_URL": redis_url, "LIVE_PORT": str(port)}
    command = run.programs("127.0.0.1", port, environment)["live"]
    child = Child("live", command, environment=environment, output=Prefix("live", 0, columns=4))
    try:
        _wait(port)
        yield _server(child.process.pid), port
    finally:
        stop_all([child], within=30)


def _server(pid: int) -> psutil.Process:
    """The process itself, which stands below the one that watches over it."""
    launcher = psutil.Process(pid)
    family = [launcher, *launcher.children(recursive=True)]
    return next(process for process in reversed(family) if "uvicorn" in process.cmdline())


def _wait(port: int) -> None:
    for _attempt in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(1)  # what it does once, it has done by then
            return
    raise SystemExit("the live process did not start")


def _measure(
    options: argparse.Namespace, store: redis.Redis, process: psutil.Process, port: int
) -> dict[str, Any]:
    before = process.memory_info().rss
    go = multiprocessing.Event()
    shares = [options.streams // options.clients] * options.clients
    pipes, clients = [], []
    for share in shares:
        ours, theirs = multiprocessing.Pipe()
        client = multiprocessing.Process(
            target=_read, args=(port, share, options.events, theirs, go), daemon=True
        )
        client.start()
        pipes.append(ours)
        clients.append(client)
    for pipe in pipes:
        pipe.recv()
    streams = sum(shares)
    say(f"· {streams:,} streams are open")
    time.sleep(5)  # the numbers of viewers have been told by then
    opened = process.memory_info().rss
    idle = _cpu(process, IDLE_SECONDS)
    go.set()
    busy_from, told = _seconds(process), []
    for number in range(options.events):
        told.append(time.monotonic())
        fields = {"channels": QUESTION, "kind": "bench", "data": f'{{"n":{number}}}'}
        store.xadd("live:news", fields, maxlen=10_000, approximate=True)
        time.sleep(options.pause)
    received = [pipe.recv() for pipe in pipes]
    busy = _seconds(process) - busy_from
    for client in clients:
        client.join()
    waits = sorted(
        (moment - told[number]) * 1000
        for times in received
        for number, moments in enumerate(times)
        for moment in moments
    )
    last = [
        (max(max(times[number]) for times in received) - told[number]) * 1000
        for number in range(options.events)
    ]
    return {
        "streams": streams,
        "events": options.events,
        "received": len(waits),
        "p50_ms": round(statistics.median(waits), 1),
        "p99_ms": round(waits[int(len(waits) * 0.99)], 1),
        "last_reader_p50_ms": round(statistics.median(last), 1),
        "last_reader_max_ms": round(max(last), 1),
        "kb_per_stream": round((opened - before) / 1024 / streams, 1),
        "kb_per_stream_after": round((process.memory_info().rss - before) / 1024 / streams, 1),
        "idle_cpu_percent": round(idle, 2),
        "cpu_us_per_delivery": round(busy / len(waits) * 1e6, 1),
        "load": round(os.getloadavg()[0], 1),
    }


def _seconds(process: psutil.Process) -> float:
    return float(sum(process.cpu_times()[:2]))


def _cpu(process: psutil.Process, seconds: float) -> float:
    """Percent of one core."""
    before = _seconds(process)
    time.sleep(seconds)
    return (_seconds(process) - before) / seconds * 100


def _read(port: int, share: int, events: int, pipe: Connection, go: Event) -> None:
    """A process of readers: opens them, then notes when each piece of news arrived at each."""
    from apps.live import tokens

    os.environ["DJANGO_SETTINGS_MODULE"] = "dongne.settings"
    request = (
        f"GET /live/stream?token={tokens.mint(person=None, channels=[QUESTION])}&last= HTTP/1.1\r\n"
        "Host: 127.0.0.1\r\nAccept: text/event-stream\r\nCache-Control: no-cache\r\n"
        "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: ko-KR,ko;q=0.9\r\n"
        "Origin: http://127.0.0.1:8000\r\nReferer: http://127.0.0.1:8000/\r\n"
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36"
        "\r\n\r\n"
    ).encode()
    selector = selectors.EpollSelector()
    for first in range(0, share, AT_A_TIME):
        batch = [
            socket.create_connection(("127.0.0.1", port), 30)
            for _number in range(min(AT_A_TIME, share - first))
        ]
        for connection in batch:
            connection.sendall(request)
        for connection in batch:
            if b" 200 " not in connection.recv(4096):
                raise SystemExit("a stream was refused")
            connection.settimeout(0)
            selector.register(connection, selectors.EVENT_READ)
    pipe.send("open")
    moments: list[list[float]] = [[] for _number in range(events)]
    missing, deadline = share * events, None
    while missing and (deadline is None or time.monotonic() < deadline):
        if deadline is None and go.is_set():
            deadline = time.monotonic() + GIVE_UP_AFTER
        for key, _mask in selector.select(1):
            data = key.fileobj.recv(65_536)  # type: ignore[union-attr]
            if b'"kind":"bench"' not in data:
                continue
            now = time.monotonic()
            for piece in data.split(b'"n":')[1:]:
                moments[int(piece.split(b"}", 1)[0])].append(now)
                missing -= 1
    pipe.send(moments)


def _tell(figures: dict[str, Any]) -> None:
    rows = [
        ["received", f"{figures['received']:,}", f"{figures['streams'] * figures['events']:,}"],
        ["p50 ms, told to received", f"{figures['p50_ms']}", ""],
        ["p99 ms, told to received", f"{figures['p99_ms']}", f"≤ {TARGET_MS:.0f}"],
        ["last of all readers, median ms", f"{figures['last_reader_p50_ms']}", ""],
        ["KB per stream", f"{figures['kb_per_stream']}", f"≤ {TARGET_KB:.0f}"],
        ["KB per stream after the events", f"{figures['kb_per_stream_after']}", ""],
        ["CPU % while nothing happens", f"{figures['idle_cpu_percent']}", "idle"],
        ["CPU µs per delivery", f"{figures['cpu_us_per_delivery']}", ""],
        ["load of the machine", f"{figures['load']}", ""],
    ]
    print(report.table(["", f"{figures['streams']:,} streams", "target"], rows))
    print(report.last_line(figures))


if __name__ == "__main__":
    sys.exit(main())
