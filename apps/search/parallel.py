"""Work of a rebuild in processes of its own. This module is imported before Django is ready."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

Range = tuple[int, int]


def each(ranges: list[Range], workers: int, *, all_anew: bool) -> Iterator[int]:
    """Index the questions of every range; yield how many documents were written for each, in order."""
    # Not by fork: the analyser's threads and the database's connection would be shared.
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_set_up) as pool:
        futures = [pool.submit(_index, part, all_anew) for part in ranges]
        yield from (future.result() for future in futures)


def _set_up() -> None:
    import django

    django.setup()


def _index(part: Range, all_anew: bool) -> int:  # noqa: FBT001 -- sent by position
    from apps.search.services.rebuilding import index_range

    return index_range(part, all_anew=all_anew)
