"""Batches as COPY text, one after the other, made here or by other processes."""

from __future__ import annotations

import multiprocessing
from array import array
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, fields
from math import ceil

from apps.demo.generate.posts import BATCH_QUESTIONS, Batch, Maker, Plan
from apps.demo.generate.rows import Row, copy_text

# Finished batches that may wait for the database, for each process; a batch is about 15 MB.
AHEAD = 2


@dataclass(frozen=True)
class Packed:
    """A batch's rows as text by the name of their list, and whose posts they are."""

    rows: dict[str, bytes]
    askers: array[int]
    answerers: array[int]
    accepted: array[int]


def number_of_batches(questions: int) -> int:
    return ceil(questions / BATCH_QUESTIONS)


def packed_batches(plan: Plan, *, constants: dict[str, Row], workers: int) -> Iterator[Packed]:
    """All batches of ``plan`` in order, made by ``workers`` processes (0: by this one).

    ``constants`` end every row of the list they are named after.
    """
    numbers = range(number_of_batches(plan.questions))
    if not workers:
        yield from (_pack(plan, constants, number) for number in numbers)
        return
    # Spawned, not forked: this process holds a database connection.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        workers, context, initializer=_start, initargs=(plan, constants)
    ) as pool:
        waiting: deque[Future[Packed]] = deque()
        for number in numbers:
            waiting.append(pool.submit(_make, number))
            if len(waiting) > workers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class _Process:
    """A worker process's own copy of what all batches share."""

    plan: Plan
    constants: dict[str, Row]


def _start(plan: Plan, constants: dict[str, Row]) -> None:
    _Process.plan, _Process.constants = plan, constants


def _make(number: int) -> Packed:
    return _pack(_Process.plan, _Process.constants, number)


def _pack(plan: Plan, constants: dict[str, Row], number: int) -> Packed:
    batch = Maker(plan, number).make()
    lists = {item.name: getattr(batch, item.name) for item in fields(Batch)}
    return Packed(
        rows={
            name: copy_text(rows, constants[name])
            for name, rows in lists.items()
            if isinstance(rows, list)
        },
        askers=batch.askers,
        answerers=batch.answerers,
        accepted=batch.accepted,
    )
