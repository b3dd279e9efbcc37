"""A question's bounty: from the asker into escrow, and out to the answerer or back."""

from __future__ import annotations

from django.db import transaction

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
    asker = ledger.lock_people(asker_id)[asker_id]
    ledger.post(
        rule=Rule.BOUNTY_HELD,
        reference=f"question:{question_id}",
        question_id=question_id,
        moves={asker: -amount, ledger.system(AccountKind.ESCROW): amount},
    )


def in_escrow(question_id: int) -> int:
    """What is put aside for a question. It changes only with the question locked."""
    held = Entry.objects.filter(
        account__kind=AccountKind.ESCROW, transaction__question_id=question_id
    )
    return held.total()


def pay_out(*, reference: str, answer: Answer) -> None:
    """Give what is put aside to the answerer. Call it with the question locked."""
    _release(Rule.BOUNTY_PAID, reference, answer.question_id, answer.author_id, answer.pk)


@transaction.atomic
def settle(*, question_id: int) -> None:
    """Give the bounty back once nobody can be expected to win it: closed or gone, none accepted.

    The question says then that it has none, so reopening it promises nothing.
    """
    question = lock_question(question_id)
    if not _is_over(question):
        return
    returned = _release(
        Rule.BOUNTY_RETURNED, f"question:{question.pk}", question.pk, question.author_id, None
    )
    if returned is not None:
        clear_bounty(question)


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
