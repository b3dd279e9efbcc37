"""`make bench NAME=waves`: choosing whom to ask among a hundred thousand people of one 시도.

Measured inside one process, on a database of its own: the statement that finds candidates, the policy that
chooses among them, and a whole wave with everything it writes. Every question is another one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles

from bench.report import last_line, table
from bench.site import bench
from tools.data_dir import ROOT

JEJU = 50_000_000
TARGET_MS = 30.0  # for choosing, at the 95th percentile


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--waves", type=int, default=300)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        _measure(options)
        return
    with bench(questions=2_000) as prepared:
        subprocess.run(
            [sys.executable, "-m", "bench.waves", "--inside", *sys.argv[1:]],
            cwd=ROOT,
            env={**os.environ, **prepared.environment},
            check=True,
        )


def _measure(options: argparse.Namespace) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongne.settings")
    import django

    django.setup()
    from apps.questions.models import Category, Question
    from bench.answerers import settle_people

    settle_people(options.people, sido_id=JEJU, category_id=Category.objects.get(slug="food").pk)
    questions = Question.objects.visible().filter(sido_id=JEJU, answer_count=0).order_by("-pk")
    ids = list(questions.values_list("pk", flat=True)[: options.waves])
    if not ids:
        raise SystemExit("no question of Jeju is unanswered; take more questions")
    found, buffers = _candidates(ids)
    rows = {
        "find candidates (one statement)": found,
        "choose (find and rank)": _choosing(ids),
        "a whole wave, committed": _waves(ids),
    }
    _print(rows, buffers, options)


def _candidates(ids: list[int]) -> tuple[list[float], int]:
    from django.db import connection
    from django.utils import timezone

    from apps.questions.models import Question
    from apps.routing.candidates import STATEMENT, candidates, parameters
    from apps.routing.services.waves import wanted_of

    touched: list[int] = []
    times: list[float] = []
    for question in Question.objects.visible().filter(pk__in=ids):
        wanted, now = wanted_of(question), timezone.now()
        with _timed(times):
            candidates(wanted, now=now)
        with connection.cursor() as cursor:
            cursor.execute(
                f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {STATEMENT}", parameters(wanted, now=now)
            )
            plan = cursor.fetchone()[0][0]["Plan"]
        touched.append(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
    return times, int(median(touched))


def _choosing(ids: list[int]) -> list[float]:
    from django.utils import timezone

    from apps.questions.models import Question
    from apps.routing import policy
    from apps.routing.candidates import candidates
    from apps.routing.services.waves import wanted_of

    times: list[float] = []
    for question in Question.objects.visible().filter(pk__in=ids):
        wanted, now = wanted_of(question), timezone.now()
        situation = policy.Situation(
            elapsed=0, remaining=600, is_urgent=False, wave=0, hour=60, question_id=question.pk
        )
        with _timed(times):
            policy.choose(candidates(wanted, now=now), situation)
    return times


def _waves(ids: list[int]) -> list[float]:
    from apps.routing.services import waves

    times: list[float] = []
    for question_id in ids:
        with _timed(times):
            waves.start(question_id=question_id)
    return times


@contextmanager
def _timed(times: list[float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    times.append(1000 * (time.perf_counter() - began))


def _print(rows: dict[str, list[float]], buffers: int, options: argparse.Namespace) -> None:
    share: Callable[[list[float], int], float] = lambda times, at: quantiles(times, n=100)[at - 1]  # noqa: E731
    figures = {
        name: {"p50_ms": round(median(times), 2), "p95_ms": round(share(times, 95), 2)}
        for name, times in rows.items()
    }
    met = figures["choose (find and rank)"]["p95_ms"] <= TARGET_MS
    print(table(("", "p50 ms", "p95 ms"), [
        (name, f"{each['p50_ms']:.1f}", f"{each['p95_ms']:.1f}") for name, each in figures.items()
    ]))  # fmt: skip
    verdict = "✓" if met else "✗"
    print(f"buffers of the statement: {buffers}")
    print(f"target: choose ≤ {TARGET_MS:.0f} ms at the 95th percentile {verdict}")
    print(last_line({
        "bench": "waves", "people": options.people, "waves": len(rows["a whole wave, committed"]),
        "buffers": buffers, "results": figures, "met": met,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
