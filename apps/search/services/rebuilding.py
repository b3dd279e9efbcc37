"""All documents, batch by batch. Whatever is up to date is passed over, so a run that was stopped goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from django.db import connection, connections, transaction
from django.db.models import Max

from apps.questions.models import Question
from apps.search import parallel
from apps.search.models import SearchDocument
from apps.search.parallel import Range
from apps.search.services.indexing import index

logger = logging.getLogger(__name__)

BATCH = 200
# What a task does before it lets new questions have their turn.
STRETCH = 2_000
# Words of so many of the newest documents say how common a word is.
COUNTED = 50_000
_COUNT_TERMS = f"""
UPDATE search_term AS term SET documents = counted.ndoc
FROM ts_stat(
    'SELECT words FROM search_searchdocument ORDER BY question_id DESC LIMIT {COUNTED}'
) AS counted
WHERE term.text = counted.word AND term.documents <> counted.ndoc
"""  # noqa: S608 -- a number of ours

Report = Callable[[int, int], None]


def rebuild(
    *, workers: int = 1, all_anew: bool = False, report: Report = lambda _done, _of: None
) -> int:
    """Bring every document in line; return how many were written. ``report`` is told ids done and to do."""
    ranges = [(first, first + BATCH) for first in range(0, _last_id() + 1, BATCH)][::-1]
    written = 0
    for done, number in enumerate(_each(ranges, workers, all_anew=all_anew), 1):
        written += number
        report(done, len(ranges))
    count_terms()
    return written


def repair(*, before: int | None = None) -> int | None:
    """The nightly comparison of one stretch of questions, the newest first: documents that are missing,
    outdated or should be gone. Return where the next stretch begins, None when there is none left.
    """
    end = _last_id() + 1 if before is None else before
    first = max(end - STRETCH, 0)
    for part in range(first, end, BATCH):
        index_range((part, min(part + BATCH, end)))
    if first:
        return first
    count_terms()
    return None


def _last_id() -> int:
    return int(Question.objects.aggregate(last=Max("pk"))["last"] or 0)


@transaction.atomic
def count_terms() -> None:
    """How many documents have each word."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_COUNT_TERMS)


def index_range(part: Range, *, all_anew: bool = False) -> int:
    """Index the questions from the first id up to, but not including, the second."""
    first, end = part
    questions = Question.objects.filter(pk__gte=first, pk__lt=end).values_list("pk", flat=True)
    documents = SearchDocument.objects.filter(pk__gte=first, pk__lt=end).values_list(
        "pk", flat=True
    )
    ids = {*questions, *documents}
    try:
        return index(question_ids=ids, all_anew=all_anew) if ids else 0
    except Exception:  # noqa: BLE001 -- whatever it is, it is one question's, and told of below
        return sum(_index_one(pk, all_anew=all_anew) for pk in sorted(ids))


def _index_one(question_id: int, *, all_anew: bool) -> int:
    try:
        return index(question_ids=[question_id], all_anew=all_anew)
    except Exception:
        logger.exception("question %s cannot be read for the search", question_id)
        return 0


def _each(ranges: list[Range], workers: int, *, all_anew: bool) -> Iterator[int]:
    if workers == 1:
        return (index_range(part, all_anew=all_anew) for part in ranges)
    connections.close_all()
    return parallel.each(ranges, workers, all_anew=all_anew)
