"""A question's bounty: from the asker into escrow, and out to the answerer or back."""

from __future__ import annotations

from django.db import transaction

from apps.points import events
from apps.points.enums import AccountKind, Rule
from apps.points.models import Entry, Transaction
from apps.points.services import ledger
from apps.points.services.paying import pay
from apps.questions.models import Answer, Question
from apps.questions.services.bounties import clear_bounty
from apps.questions.services.locking import lock_question


@transaction.atomic
def hold(*, question_id: int, asker_id: int, amount: int) -> None:
    """Put ``amount`` aside. Raises ``InsufficientPoints`` when the asker has less."""
    _hold(f"question:{question_id}", question_id, asker_id, amount)


def in_escrow(question_id: int) -> int:
    """What is put aside for a question. It changes only with the question locked."""
    held = Entry.objects.filter(
        account__kind=AccountKind.ESCROW, transaction__question_id=question_id
    )
    return held.total()


def pay_out(*, reference: str, answer: Answer) -> None:
    """Give what is put aside to the answerer. Call it with the question locked."""
    paid = Transaction.objects.filter(rule=Rule.BOUNTY_PAID, reference=reference).first()
    if paid is None:
        _release(Rule.BOUNTY_PAID, reference, answer.question_id, answer.author_id, answer.pk)
    elif in_escrow(answer.question_id):  # taken back, and not gone to the asker meanwhile
        ledger.set_standing(original=paid, standing=True)


@transaction.atomic
def settle(*, question_id: int) -> None:
    """Give the bounty back once nobody can be expected to win it: closed or gone, none accepted.

    The question says then that it has none, so reopening it promises nothing. One that moderators hid goes on
    saying what was offered: it is put aside again when they restore it.
    """
    question = lock_question(question_id)
    if not _is_over(question):
        return
    reference = _reference(Rule.BOUNTY_RETURNED, question.pk)
    _release(Rule.BOUNTY_RETURNED, reference, question.pk, question.author_id, None)
    if question.bounty and (question.is_visible or question.is_deleted):
        clear_bounty(question)


@transaction.atomic
def resume(*, question_id: int) -> None:
    """The question is to be seen again: put aside once more what it offers, as far as the asker has it."""
    question = lock_question(question_id)
    if _is_over(question):
        settle(question_id=question_id)
    elif question.bounty and not question.is_accepted and not in_escrow(question.pk):
        held, reference = question.bounty, _reference(Rule.BOUNTY_HELD, question.pk)
        try:
            _hold(reference, question.pk, question.author_id, held)
        except ledger.InsufficientPoints:
            clear_bounty(question)
            held = 0
        events.bounty_resumed(user_id=question.author_id, question_id=question.pk, amount=held)


def _hold(reference: str, question_id: int, asker_id: int, amount: int) -> None:
    asker = ledger.lock_people(asker_id)[asker_id]
    ledger.post(
        rule=Rule.BOUNTY_HELD,
        reference=reference,
        question_id=question_id,
        moves={asker: -amount, ledger.system(AccountKind.ESCROW): amount},
    )


def _reference(rule: Rule, question_id: int) -> str:
    """A bounty is put aside and returned once each, and again whenever the question was hidden between."""
    before = Transaction.objects.about(question_id).filter(rule=rule).count()
    return f"question:{question_id}" + (f":{before + 1}" if before else "")


def _is_over(question: Question) -> bool:
    return not question.is_accepted and not (question.is_open and question.is_visible)


def _release(
    rule: Rule, reference: str, question_id: int, user_id: int, answer_id: int | None
) -> Transaction | None:
    amount = in_escrow(question_id)
    if not amount:
        return None
    return pay(
        rule=rule,
        reference=reference,
        user_id=user_id,
        amount=amount,
        source=AccountKind.ESCROW,
        question_id=question_id,
        answer_id=answer_id,
    )
