"""Bringing a route into line with its question, whatever happened to that."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from apps.questions.models import Answer, Question
from apps.questions.services.locking import lock_question
from apps.routing import events, limits
from apps.routing.enums import OPEN_STATES, Outcome, RequestState
from apps.routing.models import AnswerRequest, Route
from apps.routing.querysets import AnswerRequestQuerySet
from apps.routing.services import learning
from apps.routing.services.waves import next_due
from apps.routing.standing import outcome_of

BATCH = 1000


@transaction.atomic
def settle(*, question_id: int) -> None:
    """Stop at a good answer or when the question is gone; go on when that is taken back.

    It looks at the rows as they are now, so that it may be called at any time and any number of times.
    """
    question = lock_question(question_id)
    route = Route.objects.select_for_update(no_key=True).filter(pk=question.pk).first()
    if route is None:
        return
    now = timezone.now()
    _note_answers(question, route)
    outcome = outcome_of(question)
    if outcome == route.outcome or (not outcome and route.outcome == Outcome.UNANSWERED):
        return
    if outcome:
        _end(route, outcome, now)
    else:
        _resume(route, question, now)
    events.route_changed(question.pk)


def _note_answers(question: Question, route: Route) -> None:
    """Mark the asks of those who have answered, and learn from how long it took."""
    asked = AnswerRequest.objects.select_for_update(no_key=True).exclude(
        state=RequestState.ANSWERED
    )
    answers = Answer.objects.visible().filter(question=question).order_by("created_at")
    first: dict[int, datetime] = {}
    for author_id, created_at in answers.values_list("author_id", "created_at"):
        first.setdefault(author_id, created_at)
    done = list(asked.filter(question=question, person_id__in=first).order_by("person_id"))
    for request in done:
        answered_at = first[request.person_id]
        if not request.is_counted:
            learning.learn_from_answer(
                request=request, answered_at=answered_at, deadline=route.deadline_at
            )
        request.state, request.responded_at = RequestState.ANSWERED, answered_at
        request.save(update_fields=["state", "responded_at", "is_counted"])
    if done:
        events.requests_ended(question.pk, person_ids=[request.person_id for request in done])


def _end(route: Route, outcome: str, now: datetime) -> None:
    route.outcome, route.due_at = outcome, None
    route.ended_at = route.ended_at or now
    route.save(update_fields=["outcome", "due_at", "ended_at"])
    learning.learn_from_silence(route=route, now=now)
    _end_requests(AnswerRequest.objects.filter(question=route.pk), question_id=route.pk)


def _resume(route: Route, question: Question, now: datetime) -> None:
    """Wanted again: those who have not reacted are wanted again too, and waves go on while there is time."""
    ended = AnswerRequest.objects.filter(question=question, state=RequestState.ENDED)
    ended.filter(responded_at=None).update(state=RequestState.WAITING)
    if now < route.deadline_at:
        route.outcome, route.ended_at = "", None
        route.due_at = next_due(route, question, now)
    else:
        route.outcome, route.ended_at = Outcome.UNANSWERED, route.ended_at or now
    route.save(update_fields=["outcome", "ended_at", "due_at"])


@transaction.atomic
def end_old_requests() -> int:
    """Take asks that nobody settled for a day out of inboxes; return how many."""
    old = AnswerRequest.objects.open().filter(asked_at__lt=timezone.now() - limits.ASK_LASTS)
    by_question: dict[int, list[int]] = {}
    for question_id, person_id in old.values_list("question_id", "person_id")[:BATCH]:
        by_question.setdefault(question_id, []).append(person_id)
    for question_id, people in sorted(by_question.items()):
        requests = AnswerRequest.objects.filter(question=question_id, person_id__in=people)
        _end_requests(requests, question_id=question_id)
    return sum(map(len, by_question.values()))


def _end_requests(requests: AnswerRequestQuerySet, *, question_id: int) -> None:
    still_open = requests.filter(state__in=OPEN_STATES)
    people = list(still_open.order_by("person_id").values_list("person_id", flat=True))
    if people:
        still_open.update(state=RequestState.ENDED, claimed_until=None)
        events.requests_ended(question_id, person_ids=people)
