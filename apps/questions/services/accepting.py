from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.questions import events, permissions
from apps.questions.models import Acceptance, Answer, Question
from apps.questions.services.locking import count_on_person, lock_answer, lock_people


@transaction.atomic
def accept(*, user: User, answer: Answer) -> Acceptance:
    """Choose ``answer``; a choice made before moves here. Choosing it again changes nothing."""
    question, answer = lock_answer(answer.pk)
    permissions.check_accept_answer(user, question, answer)
    standing = _standing(question)
    if standing is not None and standing.answer_id == answer.pk:
        return standing
    if standing is not None:
        lock_people(standing.answer.author_id, answer.author_id)
        _withdraw(standing, question, forced=False)
    acceptance = Acceptance.objects.create(question=question, answer=answer, accepted_by=user)
    _choose(acceptance, question, answer)
    return acceptance


@transaction.atomic
def withdraw_acceptance(*, user: User, answer: Answer) -> None:
    """Take the choice of ``answer`` back; if it is not the chosen one, nothing changes."""
    question, answer = lock_answer(answer.pk)
    permissions.check_accept(user, question)
    standing = _standing(question)
    if standing is not None and standing.answer_id == answer.pk:
        _withdraw(standing, question, forced=False)


def withdraw_for_moderation(question: Question) -> None:
    """The accepted answer is being hidden. Call it with the question locked."""
    standing = _standing(question)
    if standing is not None:
        _withdraw(standing, question, forced=True)


def put_back(question: Question, answer: Answer) -> None:
    """A restored answer is the accepted one again, unless the asker chose since. With both locked."""
    last = Acceptance.objects.filter(question=question).order_by("-pk").first()
    if last is not None and last.is_suspended and last.answer_id == answer.pk:
        last.withdrawn_at, last.is_suspended = None, False
        last.save(update_fields=["withdrawn_at", "is_suspended"])
        _choose(last, question, answer)


def _standing(question: Question) -> Acceptance | None:
    standing = Acceptance.objects.standing().select_related("answer")
    return standing.filter(question=question).first()


def _choose(acceptance: Acceptance, question: Question, answer: Answer) -> None:
    question.accepted_answer = answer
    question.save(update_fields=["accepted_answer"])
    if question.is_visible:  # else its answers are in nobody's counts
        count_on_person(answer.author_id, accepted_count=1)
    events.answer_accepted(acceptance, answer, question)


def _withdraw(acceptance: Acceptance, question: Question, *, forced: bool) -> None:
    answer = acceptance.answer
    acceptance.withdrawn_at = timezone.now()
    acceptance.is_suspended = forced
    acceptance.save(update_fields=["withdrawn_at", "is_suspended"])
    question.accepted_answer = None
    question.save(update_fields=["accepted_answer"])
    if question.is_visible:
        count_on_person(answer.author_id, accepted_count=-1)
    events.acceptance_withdrawn(acceptance, answer, question, forced=forced)
