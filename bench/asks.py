"""`make bench NAME=asks`: how long after 등록 somebody's open page says that they are asked.

The whole site runs as `make run` starts it. Neighbours hold real streams, which is how the site knows that
they are here; questions are posted through the form at a steady rate. Measured is the time from sending the
form to the first `ask` on a stream: web, outbox, relay, worker, choice, outbox again, Valkey, live process.
A few questions before it let every process do for the first time what it does for each. CPU is what a
question costs each process, which other work on the machine changes less than it changes the waiting.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import psycopg

from bench import cpu, posts
from bench.report import last_line, table
from bench.site import Bench, bench
from tools import run
from tools.child import stop_all
from tools.console import say
from tools.data_dir import ROOT
from tools.ports import free_port

TARGET_MS = 1000.0
PATIENCE = 20.0  # seconds that a question is waited for
WARMING = 24  # questions, two a second
ASK = re.compile(rb'"kind":"ask".*?"question":(\d+)')
# They live where the questions are asked; the site learns by their streams that they are here.
SETTLE = """
UPDATE routing_answerer SET sido_id = region.sido_id, sigungu_id = region.sigungu_id, emd_id = region.id,
    is_willing = true, daily_limit = 20, quiet_from = NULL, quiet_to = NULL
FROM regions_region AS region
WHERE region.id = %(region)s AND person_id = ANY (%(people)s)
"""
PEOPLE = """
SELECT id FROM accounts_user WHERE home_region_id IS NOT NULL AND is_active ORDER BY id LIMIT %s
"""
HERE = "SELECT count(*) FROM routing_answerer WHERE here_at > now() - interval '60 seconds'"


@dataclass(frozen=True)
class Town:
    """The running site, and the neighbours' tokens. ``processes``: their ids by name."""

    prepared: Bench
    port: int
    live_port: int
    tokens: list[str]
    processes: dict[str, int]


@dataclass
class News:
    """What came on the streams: when the first ask for each question, and how many asks there were."""

    first: dict[int, float] = field(default_factory=dict)
    asks: int = 0


@dataclass(frozen=True)
class Measured:
    """``waits`` in milliseconds, one a question; ``cpu`` in seconds by process."""

    waits: list[float]
    asks: int
    cpu: Counter[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=20, help="questions a second")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--neighbours", type=int, default=300, help="with a page open")
    options = parser.parse_args()
    with bench(questions=3_000) as prepared:
        people = _settle(prepared, options.neighbours)
        port, live_port = free_port(), free_port()
        environment = prepared.environment | {"LIVE_PORT": str(live_port)}
        environment |= run.site_environment("127.0.0.1", port) | environment
        with tempfile.TemporaryDirectory() as logs:
            children = run.start("127.0.0.1", port, environment, log_folder=Path(logs))
            try:
                tokens = _tokens(people, environment)
                processes = {child.name: child.process.pid for child in children}
                town = Town(prepared, port, live_port, tokens, processes)
                measured = asyncio.run(_measure(town, options))
            finally:
                stop_all(children, within=20)
    _print(measured, options)


def _settle(prepared: Bench, number: int) -> list[int]:
    with psycopg.connect(prepared.environment["DATABASE_URL"]) as connection:
        people = [pk for (pk,) in connection.execute(PEOPLE, [number])]
        values = {"people": people, "region": prepared.facts["region"]}
        connection.execute(SETTLE, values)
    if len(people) < number:
        raise SystemExit(f"only {len(people)} people have been made; take fewer neighbours")
    return people


def _tokens(people: list[int], environment: dict[str, str]) -> list[str]:
    """Signed as the pages sign them, by a process with the site's settings."""
    code = (
        "import sys, json, django; django.setup();"
        "from apps.live import channels, tokens;"
        "print(json.dumps([tokens.mint(person=pk, channels=[channels.person(pk)])"
        " for pk in json.load(sys.stdin)]))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "dongne.settings"},
        input=json.dumps(people),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[str] = json.loads(result.stdout)
    return found


async def _measure(town: Town, options: argparse.Namespace) -> Measured:
    await _answers(town.port)
    await _answers(town.live_port)
    news = News()
    listeners = [asyncio.create_task(_listen(town.live_port, token, news)) for token in town.tokens]
    await _everybody_here(town.prepared, len(town.tokens))
    number = round(options.rate * options.seconds)
    requests = posts.questions(town.prepared, f"127.0.0.1:{town.port}", WARMING + number)
    await _ask(town, requests[:WARMING], 2, news)
    say(f"· {len(town.tokens)} neighbours are here; {options.rate:.0f} questions a second")
    before, asked = cpu.used(town.processes), news.asks
    waits = await _ask(town, requests[WARMING:], options.rate, news)
    measured = Measured(waits, news.asks - asked, cpu.used(town.processes) - before)
    for listener in listeners:
        listener.cancel()
    return measured


async def _ask(town: Town, requests: list[bytes], rate: float, news: News) -> list[float]:
    """Post them at ``rate`` a second; milliseconds from each to its first ask, infinite without one."""
    senders = []
    began = time.perf_counter()
    for number, request in enumerate(requests):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        senders.append(asyncio.create_task(_post(town.port, request)))
    posted = dict(await asyncio.gather(*senders))
    for _tenth in range(round(PATIENCE * 10)):
        if not posted.keys() - news.first.keys():
            break
        await asyncio.sleep(0.1)
    never = float("inf")
    return [1000 * (news.first.get(pk, never) - sent) for pk, sent in posted.items()]


async def _answers(port: int) -> None:
    for _attempt in range(300):
        with suppress(OSError):
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.2)
    raise SystemExit("the site did not start")


async def _everybody_here(prepared: Bench, number: int) -> None:
    """Until the choice of whom to ask knows of nearly all the open pages."""
    with closing(psycopg.connect(prepared.environment["DATABASE_URL"], autocommit=True)) as look:
        for _attempt in range(90):
            row = look.execute(HERE).fetchone()
            if row and row[0] >= 0.9 * number:
                return
            await asyncio.sleep(1)
    raise SystemExit("the site does not notice who is here")


async def _listen(port: int, token: str, news: News) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"GET /live/stream?token={token}&last= HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Accept: text/event-stream\r\n\r\n".encode()
    )
    while line := await reader.readline():
        if found := ASK.search(line):
            news.asks += 1
            news.first.setdefault(int(found[1]), time.perf_counter())


async def _post(port: int, request: bytes) -> tuple[int, float]:
    """The new question's id, and when the form was sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent = time.perf_counter()
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    found = re.search(rb"(?i)location: /q/(\d+)/", head)
    if not found:
        raise SystemExit(f"a question was refused: {head[:200]!r}")
    return int(found[1]), sent


def _print(measured: Measured, options: argparse.Namespace) -> None:
    waits = measured.waits
    share = quantiles(waits, n=100)
    reached = sum(wait < float("inf") for wait in waits)
    met = share[98] <= TARGET_MS
    cost = {name: round(1000 * used / len(waits), 1) for name, used in measured.cpu.most_common()}
    figures = {
        "bench": "asks", "questions": len(waits), "reached": reached, "asks": measured.asks,
        "rate": options.rate, "neighbours": options.neighbours,
        "p50_ms": round(median(waits), 1), "p95_ms": round(share[94], 1),
        "p99_ms": round(share[98], 1), "max_ms": round(max(waits), 1), "met": met,
        "cpu_ms": cost, "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    rows = [
        ("questions, asked somebody", f"{len(waits)}, {reached}", ""),
        ("asks a question", f"{measured.asks / len(waits):.1f}", ""),
        ("p50 ms, 등록 to an open page", f"{figures['p50_ms']}", ""),
        ("p95 ms", f"{figures['p95_ms']}", ""),
        ("p99 ms", f"{figures['p99_ms']}", f"≤ {TARGET_MS:.0f} {'✓' if met else '✗'}"),
        ("CPU ms a question", f"{sum(cost.values()):.1f}", ""),
        *((f"  {name}", f"{used}", "") for name, used in cost.items()),
    ]
    print(table(("", f"{options.rate:.0f} questions/s", "target"), rows))
    print(last_line(figures))


if __name__ == "__main__":
    main()
