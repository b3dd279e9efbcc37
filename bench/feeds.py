"""`make bench NAME=feeds`: every list at a million questions next to ten thousand.

What the application sends to the database for a page, first and five hundredth, timed from the process
that sends it, and how many 8 KB pages the database touches for it (EXPLAIN (ANALYZE, BUFFERS) of the same
statements with the same values). The tables are vacuumed and every statement has run once before it counts.

Ratios compare full pages with full pages: at ten thousand a small circle or a rare tag holds less than one,
and less is read for it. All pages count for the milliseconds and the buffers. Of random circles
(`bench/circles.py`) the buffers are counted alone.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from apps.core.pagination import PAGE_SIZE
from bench.buffers import buffers
from bench.circles import DEPTH, PLACES, deep_in, of_random_circles
from bench.filled import run_inside
from bench.report import last_line, table

TARGET_MS, TARGET_BUFFERS, TARGET_RATIO = 5.0, 60, 1.3
TABLES = ("questions_question", "questions_questiontag", "questions_tag", "accounts_user")


Found = dict[str, dict[str, float]]  # by name, figures by name


@dataclass(frozen=True)
class Subject:
    """One page of one list; those of one ``group`` make a row, in which the worst counts."""

    group: str
    read: Callable[[], Any]


@dataclass
class Measured:
    p50: float
    p95: float
    buffers: int
    is_full: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, nargs="+", default=[10_000])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--only", default="", help="groups whose name contains this")
    parser.add_argument("--circles", type=int, default=300, help="random ones")
    parser.add_argument("--fresh", action="store_true", help="make the databases anew")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--out", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        Path(options.out).write_text(json.dumps(_inside(options)), encoding="utf-8")
        return
    results = {}
    for questions in sorted(options.questions):
        with tempfile.NamedTemporaryFile("r", encoding="utf-8") as file:
            given = ["--rounds", str(options.rounds), "--only", options.only]
            given += ["--circles", str(options.circles), "--out", file.name]
            run_inside("bench.feeds", questions, *given, fresh=options.fresh)
            results[questions] = json.loads(Path(file.name).read_text(encoding="utf-8"))
    _print(results)


def _inside(options: argparse.Namespace) -> dict[str, Found]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongne.settings")
    import django

    django.setup()
    _vacuum()
    groups: dict[str, list[Measured]] = {}
    for subject in _subjects():
        if options.only in subject.group:
            groups.setdefault(subject.group, []).append(_measure(subject, options.rounds))
    lists = {
        group: {
            "p50": max(each.p50 for each in found),
            "typical": median([each.p50 for each in found if each.is_full] or [0.0]),
            "p95": max(each.p95 for each in found),
            "buffers": max(each.buffers for each in found),
        }
        for group, found in groups.items()
    }
    circles = of_random_circles(options.circles, TARGET_BUFFERS)
    return {"lists": lists, "circles": circles}


def _vacuum() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for name in TABLES:
            cursor.execute(f"VACUUM (ANALYZE) {name}")
        cursor.execute("RESET statement_timeout")


def _measure(subject: Subject, rounds: int) -> Measured:
    from django.db import connection

    spent: list[float] = []
    seen: list[tuple[str, Any]] = []

    def timed(execute: Any, sql: str, values: Any, many: Any, context: Any) -> Any:
        began = perf_counter()
        try:
            return execute(sql, values, many, context)
        finally:
            spent[-1] += 1000 * (perf_counter() - began)
            seen.append((sql, values))

    page = subject.read()
    with connection.execute_wrapper(timed):
        for _round in range(rounds):
            seen.clear()
            spent.append(0.0)
            subject.read()
    touched = sum(map(buffers, seen))
    is_full = len(page.items) == PAGE_SIZE
    return Measured(median(spent), quantiles(spent, n=20)[-1], touched, is_full)


def _subjects() -> Iterator[Subject]:
    yield from _feeds()
    yield from _tags()
    yield from _profile()
    yield from _nearby()


def _feeds() -> Iterator[Subject]:
    from apps.questions.feeds import Feed, Filters
    from apps.questions.models import Category

    regions = [None, *(_busiest(level) for level in (1, 2, 3))]
    categories = {slug: Category.objects.get(slug=slug) for slug in ("food", "etc")}
    for feed in Feed:
        for region in regions:
            yield from _both(str(feed.label), Filters(feed=feed, region=region))
            for category in categories.values():
                filters = Filters(feed=feed, region=region, category=category)
                yield from _both(f"{feed.label} × category", filters)


def _tags() -> Iterator[Subject]:
    from apps.questions.models import Tag
    from apps.questions.tagged import tagged_page

    common = list(Tag.objects.popular()[:10])
    rare = Tag.objects.filter(question_count__lte=60).popular().first()
    for name, tags in (("common", common[:1]), ("rare", [rare]), ("ten common", common)):
        ids = [tag.pk for tag in tags]
        yield Subject(f"tag, {name}", lambda i=ids: tagged_page(i, cursor=None))
        cursor = _deep_tagged(ids)
        yield Subject(f"tag, {name}, deep", lambda i=ids, c=cursor: tagged_page(i, cursor=c))


def _deep_tagged(ids: list[int]) -> str:
    from apps.core.pagination import encode
    from apps.questions.models import QuestionTag

    found = QuestionTag.objects.filter(tag_id__in=ids).order_by("-question_id")
    questions = list(found.values_list("question_id", flat=True).distinct())
    return encode([questions[min(DEPTH, len(questions) // 2)]])


def _profile() -> Iterator[Subject]:
    from apps.accounts.models import User
    from apps.questions.feeds import Filters

    busiest = User.objects.order_by("-question_count", "pk").first()
    yield from _both("questions of a person", Filters(author_id=busiest.pk))


def _nearby() -> Iterator[Subject]:
    from apps.questions.geometry import Around
    from apps.questions.nearby import Order, near_page

    for lat, lng in PLACES.values():
        for km in (1, 5, 20):
            around = Around(lat, lng, km)
            for order in Order:
                name = f"nearby {km} km, {order.value}"
                yield Subject(name, lambda a=around, o=order: near_page(a, order=o, cursor=None))
                cursor = deep_in(around, order)
                if cursor:
                    yield Subject(
                        f"{name}, deep",
                        lambda a=around, o=order, c=cursor: near_page(a, order=o, cursor=c),
                    )


def _both(group: str, filters: Any) -> Iterator[Subject]:
    from apps.core.pagination import encode
    from apps.questions.feeds import card_page, order_of, rows

    yield Subject(group, lambda: card_page(filters, cursor=None))
    order = order_of(filters)
    names = [name.removeprefix("-") for name in order]
    number = rows(filters).count()
    key = rows(filters).order_by(*order).values_list(*names)
    where = min(DEPTH, number // 2)
    row = key[where : where + 1].first() if number > 40 else None
    if row:
        cursor = encode(row)
        yield Subject(f"{group}, deep", lambda: card_page(filters, cursor=cursor))


def _busiest(level: int) -> Any:
    from django.db.models import Count

    from apps.questions.models import Question
    from apps.questions.querysets import REGION_COLUMN
    from apps.regions.enums import Level
    from apps.regions.models import Region

    column = f"{REGION_COLUMN[Level(level)]}_id"
    counted = Question.objects.visible().exclude(**{column: None}).values_list(column)
    pk, _number = counted.annotate(n=Count("pk")).order_by("-n", column)[0]
    return Region.objects.get(pk=pk)


def _print(results: dict[int, dict[str, Found]]) -> None:
    _print_lists({questions: found["lists"] for questions, found in results.items()})
    for questions, found in results.items():
        print(f"\nBuffers of nearby pages at {questions:,}, random circles")
        header = ("", "pages", "p50", "p90", "max", f"over {TARGET_BUFFERS}")
        rows = [
            (name, *(f"{figure:.0f}" for figure in figures.values()))
            for name, figures in found["circles"].items()
        ]
        print(table(header, rows))
    print(last_line({"bench": "feeds", "results": results}))


def _print_lists(results: dict[int, Found]) -> None:
    smallest, largest = min(results), max(results)
    header = ("", *(f"{part} at {n:,}" for n in results for part in ("p50 ms", "p95", "buffers")))
    lines = []
    for group, at_most in results[largest].items():
        cells = [group]
        for found in results.values():
            each = found.get(group)
            cells += (
                [f"{each['p50']:.2f}", f"{each['p95']:.2f}", f"{each['buffers']:.0f}"]
                if each
                else ["–"] * 3
            )
        before = results[smallest].get(group)
        usual = before["typical"] if before and len(results) > 1 else 0.0
        ratio = at_most["typical"] / usual if usual else 0.0
        lines.append((*cells, f"{ratio:.2f}" if ratio else "–", _missed(at_most, ratio)))
    print(table((*header, "ratio", "target"), lines))


def _missed(found: dict[str, float], ratio: float) -> str:
    missed = [
        name
        for name, is_missed in (
            ("ms", found["p50"] > TARGET_MS),
            ("buffers", found["buffers"] > TARGET_BUFFERS),
            ("ratio", ratio > TARGET_RATIO),
        )
        if is_missed
    ]
    return f"missed: {', '.join(missed)}" if missed else "met"


if __name__ == "__main__":
    sys.exit(main())
