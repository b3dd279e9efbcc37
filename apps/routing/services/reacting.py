"""What somebody who was asked may say: I will answer, not now, not this kind."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.questions.models import Question
from apps.questions.services.locking import lock_question
from apps.routing import events, limits, permissions
from apps.routing.enums import RequestState
from apps.routing.models import Answerer, AnswerRequest, Route
from apps.routing.services import waves


class Verb(Protocol):
    """What somebody says to one ask."""

    def __call__(self, *, person: User, question: Question) -> AnswerRequest: ...


@transaction.atomic
def claim(*, person: User, question: Question) -> AnswerRequest:
    """Say "제가 답할게요": nobody else is asked for three minutes. Again, while it lasts, changes nothing.

    Raises:
        AnswerRequest.DoesNotExist: the person was not asked.
        Claimed: somebody else was faster.
    """
    question = lock_question(question.pk)
    request = _own(person, question)
    now = timezone.now()
    standing = AnswerRequest.objects.filter(question=question, state=RequestState.CLAIMED)
    other = standing.select_related("person").exclude(person=person).first()
    if other is not None and other.claimed_until and other.claimed_until > now:
        raise permissions.Claimed(other.person.nickname)
    if other is not None:
        standing.exclude(person=person).update(state=RequestState.WAITING)
    if (
        request.state == RequestState.CLAIMED
        and request.claimed_until
        and request.claimed_until > now
    ):
        return request
    permissions.check_claim(person, question, request, most=limits.CLAIMS_MAX)
    request.state = RequestState.CLAIMED
    request.claimed_until = now + limits.CLAIM
    request.responded_at = now
    request.claims += 1
    request.save(update_fields=["state", "claimed_until", "responded_at", "claims"])
    _look_again(question, at=request.claimed_until)
    events.route_changed(question.pk)
    return request


@transaction.atomic
def pass_on(*, person: User, question: Question) -> AnswerRequest:
    """Say "지금은 못 해요", which costs nothing.

    Somebody else is asked sooner for it, and at once when nobody is left who might answer.
    """
    question = lock_question(question.pk)
    request = _own(person, question)
    if request.is_open:
        now = timezone.now()
        request.state, request.responded_at = RequestState.PASSED, now
        request.claimed_until = None
        request.save(update_fields=["state", "responded_at", "claimed_until"])
        waves.look_sooner(question, now=now)
        events.requests_ended(question.pk, person_ids=[person.pk])
        events.route_changed(question.pk)
    return request


@transaction.atomic
def mute(*, person: User, question: Question) -> None:
    """Not this one, nor others of its category: can be taken back in the settings."""
    pass_on(person=person, question=question)
    one = Answerer.objects.select_for_update(no_key=True).get(pk=person.pk)
    if question.category_id not in one.muted_categories:
        one.muted_categories.append(question.category_id)
        one.save(update_fields=["muted_categories"])


@transaction.atomic
def widen(*, asker: User, question: Question) -> int:
    """Turn to the neighbouring 읍면동; return how many people were asked. Once a question."""
    question = lock_question(question.pk)
    route = Route.objects.select_for_update(no_key=True).filter(pk=question.pk).first()
    if route is not None and route.widened_at:
        return 0
    permissions.check_widen(asker, question, route)
    return waves.widen(question_id=question.pk)


def _own(person: User, question: Question) -> AnswerRequest:
    requests = AnswerRequest.objects.select_for_update(no_key=True)
    request: AnswerRequest = requests.get(question=question, person=person)
    return request


def _look_again(question: Question, *, at: datetime) -> None:
    """The route's next step comes at this moment, if it goes on at all."""
    Route.objects.filter(pk=question.pk, ended_at=None).update(due_at=at)
