"""Documents follow their questions."""

from __future__ import annotations

from apps.events.registry import Occurrence, on
from apps.questions import events as questions
from apps.search.services import indexing

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
