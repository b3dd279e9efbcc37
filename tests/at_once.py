"""Doing things at the same time, each on a database connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

PATIENCE = 60.0  # seconds


def at_once(tasks: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all ``tasks`` together; return what each returned or raised, in order."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE)
            return task()
        except Exception as error:  # noqa: BLE001 -- the test decides which are expected
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks, timeout=PATIENCE))
