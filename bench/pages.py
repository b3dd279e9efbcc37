"""`make bench NAME=pages`: how fast pages are, next to what Django itself can do.

Everything is served alike and measured in one run, in rounds that take turns, so that a busy moment of
the machine spoils one round of each. The table shows the medians.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

from bench import load, posts
from bench.report import last_line, table
from bench.site import BARE, SITE, Bench, Server, bench
from tools.console import say

HELLO, LIST = "hello", "list of 20"
# 150 posts a second were asked for where the list of 20 was read 843 times a second. A machine's speed
# changes from day to day; the ratio stays.
POSTS = 150 / 843
# Requests per second, as a ratio to the list of 20.
TARGETS = {
    "feed, signed out": 2.0,
    "feed, signed in": 0.5,
    "question, signed out": 1.5,
    "question, signed in": 0.4,
    "post a question": POSTS,
    "post an answer": POSTS,
}


@dataclass(frozen=True)
class Subject:
    """Something to measure."""

    name: str
    server: Server
    run: Callable[[], load.Measurement]


@dataclass(frozen=True)
class Result:
    """One round. ``cpu`` is the web server's, in milliseconds a request."""

    measured: load.Measurement
    cpu: float


@dataclass(frozen=True)
class Summary:
    """Medians over the rounds; times in milliseconds."""

    per_second: float
    p50: float
    p99: float
    cpu: float

    @classmethod
    def of(cls, rounds: Sequence[Result]) -> Summary:
        return cls(
            per_second=median(each.measured.per_second for each in rounds),
            p50=median(each.measured.p50 for each in rounds),
            p99=median(each.measured.p99 for each in rounds),
            cpu=median(each.cpu for each in rounds),
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000, help="in the database")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5, help="for each page in each round")
    parser.add_argument("--only", default="", help="pages whose name contains this")
    parser.add_argument("--posts", type=int, default=600, help="for each kind in each round")
    options = parser.parse_args()
    with (
        bench(questions=options.questions) as prepared,
        prepared.server(BARE) as bare,
        prepared.server(SITE) as site,
    ):
        subjects = [
            *reads(prepared, bare, site, options.seconds),
            *writes(prepared, site, options.posts),
        ]
        subjects = [each for each in subjects if _wanted(each.name, options.only)]
        for subject in subjects:
            say(f"· warming up: {subject.name}")
            subject.run()
        rounds: dict[str, list[Result]] = {subject.name: [] for subject in subjects}
        for number in range(1, options.rounds + 1):
            say(f"· round {number} of {options.rounds}")
            for subject in subjects:
                rounds[subject.name].append(measure(subject))
    print_results({name: Summary.of(each) for name, each in rounds.items()}, options)


def _wanted(name: str, part: str) -> bool:
    """What the others are compared with is always measured."""
    return part in name or name in {HELLO, LIST}


def reads(prepared: Bench, bare: Server, site: Server, seconds: float) -> list[Subject]:
    facts = prepared.facts
    reader = f"{facts['session_cookie']}={facts['reader']}"
    question = f"/q/{facts['question']}/"
    many = [f"/q/{number}/" for number in facts["questions"]]

    def page(name: str, server: Server, paths: Sequence[str], cookie: str = "") -> Subject:
        return Subject(
            name, server, lambda: load.get(server.url, paths, cookie=cookie, seconds=seconds)
        )

    return [
        page(HELLO, bare, ["/hello"]),
        page("template, one query", bare, [f"/one/{facts['question']}"]),
        page(LIST, bare, ["/twenty"]),
        page("feed, signed out", site, ["/"]),
        page("feed, signed in", site, ["/"], reader),
        page("question, signed out", site, [question]),
        page("500 questions, signed out", site, many),
        page("question, signed in", site, [question], reader),
        page("500 questions, signed in", site, many, reader),
    ]


def writes(prepared: Bench, site: Server, number: int) -> list[Subject]:
    host = urlsplit(site.url).netloc

    def writing(name: str, make: Callable[[Bench, str, int], list[bytes]]) -> Subject:
        return Subject(
            name, site, lambda: load.post(site.url, make(prepared, host, number), expected=302)
        )

    return [
        writing("post a question", posts.questions),
        writing("post an answer", posts.answers),
    ]


def measure(subject: Subject) -> Result:
    before = subject.server.cpu_seconds()
    measured = subject.run()
    used = subject.server.cpu_seconds() - before
    return Result(measured, cpu=1000 * used / measured.requests)


def print_results(results: dict[str, Summary], options: argparse.Namespace) -> None:
    hello, twenty = results[HELLO], results[LIST]
    header = ("", "req/s", "p50 ms", "p99 ms", "CPU ms", "× list", "× hello", "target")
    figures, rows = {}, []
    for name, result in results.items():
        to_list = result.per_second / twenty.per_second
        to_hello = result.per_second / hello.per_second
        target, met = _target(name, to_list)
        rows.append((
            name, f"{result.per_second:,.0f}", f"{result.p50:.1f}", f"{result.p99:.1f}",
            f"{result.cpu:.2f}", f"{to_list:.2f}", f"{to_hello:.3f}", target,
        ))  # fmt: skip
        figures[name] = {
            "per_second": round(result.per_second, 1),
            "p50_ms": round(result.p50, 2),
            "p99_ms": round(result.p99, 2),
            "cpu_ms": round(result.cpu, 3),
            "to_list": round(to_list, 3),
            "to_hello": round(to_hello, 4),
            "met": met,
        }
    print(table(header, rows))
    print(last_line({
        "bench": "pages", "generator": load.GENERATOR, "connections": load.CONNECTIONS,
        "questions": options.questions, "rounds": options.rounds, "results": figures,
    }))  # fmt: skip


def _target(name: str, to_list: float) -> tuple[str, bool | None]:
    """As shown, and whether it is met; None where there is none."""
    if name not in TARGETS:
        return "", None
    met = to_list >= TARGETS[name]
    return f"≥ {TARGETS[name]:.2g} × list {'✓' if met else '✗'}", met


if __name__ == "__main__":
    main()
