"""`make bench NAME=search`: what a search costs among many questions, by kind of query.

    make bench NAME=search ARGS='--questions 1000000'

The database is kept for the next run (`bench/filled.py`); its documents are made by `rebuild_search` before
the first. Measured is what the site does for a query, from the text to the ids in order, inside one process,
and apart from it what PostgreSQL touches for it. Before: what the analyser costs when it is loaded.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles

import psutil

from bench.buffers import buffers, statements_of
from bench.filled import run_inside
from bench.report import last_line, table

TARGET_MS = 30.0  # at the 95th percentile
QUERIES = {
    "rare": ("고사리해장국", "진달래리조트", "풀빌라", "쭈꾸미", "열쇠 수리", "돌잔치"),
    "common": ("맛집", "주차", "카페", "추천", "예약", "저녁"),
    "two words": (
        "주차 카페",
        "아이 식당",
        "렌터카 예약",
        "병원 주말",
        "비 오는 날 추천",
        "혼자 숙소",
    ),
    "inflected": (
        "갈만한",
        "파는 곳",
        "여는 병원",
        "조용한 카페",
        "걸어갈 수 있는",
        "빌릴 수 있나요",
    ),
    "compound": ("흑돼지맛집", "고등어회", "쓰레기배출", "이사업체", "애월카페", "야간진료"),
    "narrowed": (
        "맛집 지역:애월",
        "주차 답변:채택",
        "카페 분류:맛집",
        "렌터카 -예약",
        "카페 답변:없음",
    ),
    "phrase": ('"비 오는 날"', '"현지인 흑돼지 맛집"', '"진료비"'),
    "prefix": ("렌터", "소아", "흑돼", "애월 맛", "주차"),
    "misspelt": ("랜터카", "흑되지", "까패", "해운데 카페"),
}
TITLES = (
    "애월 흑돼지 맛집 추천해", "제주공항 렌터카 어디서 빌", "비 오는 날 아이랑 갈 만한",
    "주말에 여는 소아과", "주차 편한 카페", "쓰레기 언제", "혼자 갈 만한 식당 있나",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--fresh", action="store_true", help="make the database anew")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        _measure(options)
        return
    run_inside(
        "bench.search",
        options.questions,
        *("--questions", str(options.questions), "--rounds", str(options.rounds)),
        fresh=options.fresh,
    )


def _measure(options: argparse.Namespace) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongne.settings")
    import django

    django.setup()
    _documents()
    analyser = _load_analyser()
    rows = {kind: _cost(_find, texts, options.rounds) for kind, texts in QUERIES.items()}
    rows["similar titles"] = _cost(_similar, TITLES, options.rounds)
    _print(rows, analyser, options)


def _documents() -> None:
    from django.core.management import call_command

    from apps.search.models import SearchDocument

    if not SearchDocument.objects.exists():
        call_command("rebuild_search", workers=os.cpu_count() or 1)


def _load_analyser() -> dict[str, float]:
    from apps.search.analysis.kiwi import warm_up
    from apps.search.analysis.reading import read

    memory, cpu = psutil.Process().memory_info().rss, time.process_time()
    warm_up()
    loaded = {
        "load_cpu_s": round(time.process_time() - cpu, 2),
        "load_mb": round((psutil.Process().memory_info().rss - memory) / 1e6),
    }
    texts = [text for texts in QUERIES.values() for text in texts]
    times = [_timed(lambda text=text: read(text))[0] for text in texts]  # type: ignore[misc]
    return loaded | {"query_ms": round(median(times), 3)}


def _find(text: str) -> tuple[int, ...]:
    from datetime import UTC, datetime

    from apps.search.grammar import parse
    from apps.search.searching import find

    return find(parse(text), now=datetime.now(UTC)).ids


def _similar(title: str) -> object:
    from apps.search.similar import similar_titles

    return similar_titles(title)


def _cost(run: Callable[[str], object], texts: Sequence[str], rounds: int) -> dict[str, float]:
    for text in texts:
        run(text)
    times, found = [], []
    for _ in range(rounds):
        for text in texts:
            milliseconds, result = _timed(lambda text=text: run(text))  # type: ignore[misc]
            times.append(milliseconds)
            found.append(len(result))
    touched, queries = zip(*(_touched(run, text) for text in texts), strict=True)
    return {
        "p50_ms": round(median(times), 2),
        "p95_ms": round(quantiles(times, n=20)[-1], 2),
        "buffers": int(median(touched)),
        "queries": int(median(queries)),
        "results": int(median(found)),
    }


def _timed(run: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    result = run()
    return 1000 * (time.perf_counter() - began), result


def _touched(run: Callable[[str], object], text: str) -> tuple[int, int]:
    """Pages of 8 KB in memory or not, and statements."""
    statements = statements_of(lambda: run(text))
    return sum(map(buffers, statements)), len(statements)


def _print(
    rows: dict[str, dict[str, float]], analyser: dict[str, float], options: argparse.Namespace
) -> None:
    header = ("", "p50 ms", "p95 ms", "buffers", "statements", "results", "target")
    print(table(header, [
        (kind, f"{row['p50_ms']:.1f}", f"{row['p95_ms']:.1f}", f"{row['buffers']:,}",
         f"{row['queries']}", f"{row['results']}",
         f"≤ {TARGET_MS:.0f} ms {'✓' if row['p95_ms'] <= TARGET_MS else '✗'}")
        for kind, row in rows.items()
    ]))  # fmt: skip
    print(
        f"analyser: {analyser['load_cpu_s']} s of CPU and {analyser['load_mb']} MB to load,"
        f" {analyser['query_ms']} ms a query"
    )
    print(last_line({
        "bench": "search", "questions": options.questions, "rounds": options.rounds,
        "analyser": analyser, "results": rows, "load": round(os.getloadavg()[0], 1),
        "met": all(row["p95_ms"] <= TARGET_MS for row in rows.values()),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
