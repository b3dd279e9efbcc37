"""`make bench NAME=relevance`: whether people find what they mean, beside two simpler ways of searching.

The documents and queries of `tests/search/relevance`, by an editor who did not know how the search works.
Recall is of the wanted documents among the first ten; MRR is 1 ÷ the place of the first of them, on average.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable

from bench.report import last_line, table
from bench.site import bench
from tools.data_dir import ROOT

LEAST_RECALL, LEAST_MRR = 0.95, 0.85
SHOWN = 10
_TEXT = "q.title || ' ' || q.body || ' ' || coalesce(a.body, '') || ' ' || r.full_name"
_FROM = """
    FROM questions_question q JOIN regions_region r ON r.id = q.region_id
    LEFT JOIN questions_answer a ON a.id = q.accepted_answer_id
"""
SIMPLE = f"""
SELECT q.id {_FROM} WHERE to_tsvector('simple', {_TEXT}) @@ plainto_tsquery('simple', %(typed)s)
ORDER BY ts_rank(to_tsvector('simple', {_TEXT}), plainto_tsquery('simple', %(typed)s)) DESC, q.id
LIMIT {SHOWN}
"""
TRIGRAM = f"""
SELECT q.id {_FROM} WHERE word_similarity(%(typed)s, {_TEXT}) >= 0.3
ORDER BY word_similarity(%(typed)s, {_TEXT}) DESC, q.id LIMIT {SHOWN}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    if parser.parse_args().inside:
        _measure()
        return
    with bench(questions=500) as prepared:
        subprocess.run(
            [sys.executable, "-m", "bench.relevance", "--inside"],
            cwd=ROOT,
            env={**os.environ, **prepared.environment},
            check=True,
        )


def _measure() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongne.settings")
    import django

    django.setup()
    from apps.search.services.rebuilding import rebuild
    from tests.search.relevance import corpus

    names = corpus.load()
    rebuild()
    ways: dict[str, Callable[[str], list[int]]] = {
        "this search": _ours,
        "tsvector 'simple'": lambda typed: _by(SIMPLE, typed),
        "trigrams ≥ 0.3": lambda typed: _by(TRIGRAM, typed),
    }
    scores = {
        way: corpus.score(lambda typed, find=find: [names[pk] for pk in find(typed) if pk in names])  # type: ignore[misc]
        for way, find in ways.items()
    }
    _print(scores, len(corpus.read("queries")))


def _ours(typed: str) -> list[int]:
    from django.utils import timezone

    from apps.search.grammar import parse
    from apps.search.searching import find

    return list(find(parse(typed), now=timezone.now()).ids)


def _by(statement: str, typed: str) -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, {"typed": typed})
        return [pk for (pk,) in cursor.fetchall()]


def _print(scores: dict, queries: int) -> None:
    ways = list(scores)
    kinds = sorted(scores[ways[0]], key=lambda kind: (kind == "all", kind))
    print(table(("recall@10 · MRR", *ways), [
        (kind, *(f"{scores[way][kind].recall:.3f} · {scores[way][kind].mrr:.3f}" for way in ways))
        for kind in kinds
    ]))  # fmt: skip
    ours = scores[ways[0]]["all"]
    met = ours.recall >= LEAST_RECALL and ours.mrr >= LEAST_MRR
    print(f"target: ≥ {LEAST_RECALL} · ≥ {LEAST_MRR} {'✓' if met else '✗'}")
    figures = {
        way: {
            kind: {"recall": round(each.recall, 4), "mrr": round(each.mrr, 4)}
            for kind, each in by.items()
        }
        for way, by in scores.items()
    }
    print(last_line({"bench": "relevance", "queries": queries, "results": figures, "met": met}))


if __name__ == "__main__":
    main()
