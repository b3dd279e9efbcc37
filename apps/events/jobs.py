"""Background work that is tried again, and that an operator hears of when it fails for good.

What an event or a message asks for has rows of its own; this is for the rest: what is scheduled, counted
and converted. The seed's numbers of tries, by queue.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from celery import Task, shared_task
from django.db import DatabaseError

logger = logging.getLogger(__name__)

TRIES = {"analytics": 2, "image": 3, "search": 3}
FIRST_WAIT, LONGEST_WAIT = 4, 600  # seconds; doubles each time, with jitter
ERROR_LENGTH = 2000


class Job(Task):
    """A task that has failed for good is a dead letter: a row that can be sent again."""

    abstract = True
    job_queue = ""

    def on_failure(
        self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: object
    ) -> None:
        from apps.events.models import DeadTask

        try:
            DeadTask.objects.create(
                name=self.name,
                queue=self.job_queue,
                args=list(args),
                kwargs=dict(kwargs),
                error=f"{type(exc).__name__}: {exc}".replace("\0", "")[:ERROR_LENGTH],
            )
        except DatabaseError:
            logger.exception("task %s is dead, and the database did not take that down", task_id)


def job(name: str, *, queue: str) -> Callable[[Callable[..., Any]], Task]:
    """Decorator of a function that bears being run again. CELERY_TASK_ROUTES leads ``name`` to ``queue``."""
    made: Callable[[Callable[..., Any]], Task] = shared_task(
        name=name,
        base=Job,
        job_queue=queue,
        autoretry_for=(Exception,),
        max_retries=TRIES[queue] - 1,
        retry_backoff=FIRST_WAIT,
        retry_backoff_max=LONGEST_WAIT,
        retry_jitter=True,
    )
    return made
