"""Documents follow their questions."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from apps.core.layered import bump
from apps.events.registry import Occurrence, on, within
from apps.questions import events as questions
from apps.search.limits import RESULTS
from apps.search.services import indexing
from apps.search.tasks import repair

# Of its own: only who empties this queue needs the analyser's memory.
QUEUE = "search"


@on(questions.QUESTION_CREATED, queue=QUEUE)
@on(questions.QUESTION_EDITED, queue=QUEUE)
@on(questions.QUESTION_REMOVED, queue=QUEUE)
@on(questions.QUESTION_RESTORED, queue=QUEUE)
@on(questions.ANSWER_CREATED, queue=QUEUE)
@on(questions.ANSWER_EDITED, queue=QUEUE)
@on(questions.ANSWER_REMOVED, queue=QUEUE)
@on(questions.ANSWER_RESTORED, queue=QUEUE)
@on(questions.ANSWER_ACCEPTED, queue=QUEUE)
@on(questions.ACCEPTANCE_WITHDRAWN, queue=QUEUE)
def index(event: Occurrence) -> None:
    indexing.index(question_ids=[int(event.payload["questionId"])])


@on(questions.TAG_MERGED, queue=QUEUE)
@on(questions.TAG_FORBIDDEN, queue=QUEUE)
def follow_tag(_event: Occurrence) -> None:
    """Any number of questions has another tag now: they are found by comparing, as every night."""
    transaction.on_commit(partial(repair.delay))


@within(questions.QUESTION_REMOVED)
@within(questions.ANSWER_REMOVED)
def forget(event: Occurrence) -> None:
    """At once, with what is hidden or deleted; the worker makes a document of what is left."""
    indexing.forget(question_id=int(event.payload["questionId"]))


@on(questions.QUESTION_REMOVED, queue=QUEUE)
@on(questions.ANSWER_REMOVED, queue=QUEUE)
def forget_results(_event: Occurrence) -> None:
    """Once more, should Valkey have been away just then."""
    bump(RESULTS)
