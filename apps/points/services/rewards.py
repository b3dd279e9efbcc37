"""What the site pays for helping. Each verb looks at how things stand, whichever event came first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.errors import Conflict
from apps.points.enums import AccountKind, Rule
from apps.points.models import Entry, Transaction
from apps.points.rules import ANSWER_REWARDS_A_DAY, RULES
from apps.points.services import bounties, ledger
from apps.points.services.paying import pay
from apps.questions.enums import VoteValue
from apps.questions.models import Acceptance, Answer, Question, Vote
from apps.questions.services.locking import lock_answer

_SPENT = {
    Rule.ACCEPTING: _("채택하며 받은 포인트를 이미 써서 채택을 바꿀 수 없어요."),
    Rule.ANSWER_ACCEPTED: _("먼저 채택된 분이 받은 포인트를 이미 써서 채택을 바꿀 수 없어요."),
    Rule.BOUNTY_PAID: _("먼저 채택된 분이 받은 포인트를 이미 써서 채택을 바꿀 수 없어요."),
}

# Of an acceptance, beside the bounty.
_FIXED = (Rule.ANSWER_ACCEPTED, Rule.ACCEPTING)


@transaction.atomic
def reward_sign_up(*, user_id: int) -> None:
    _pay(Rule.SIGN_UP, user_id, reference=f"user:{user_id}")


@transaction.atomic
def settle_answer(*, answer_id: int) -> None:
    """Pay for a person's first answer to a question, as long as an answer of theirs is there.

    Nothing for one's own question, and nothing beyond the daily number.
    """
    question, answer = lock_answer(answer_id)
    if answer.author_id == question.author_id:
        return
    theirs = Answer.objects.visible().filter(question=question, author_id=answer.author_id)
    deserved = theirs.exists()
    paid = Transaction.objects.about(question.pk).filter(
        rule__in=(Rule.ANSWER, Rule.FIRST_USEFUL_ANSWER),
        entries__account__user_id=answer.author_id,
    )
    rewards = list(paid)
    ledger.lock_people(answer.author_id)
    for reward in rewards:
        ledger.set_standing(original=reward, standing=deserved)
    if deserved and not any(reward.rule == Rule.ANSWER for reward in rewards):
        _pay_for_answering(question, answer)


@transaction.atomic
def reward_useful(*, answer_id: int) -> None:
    """Pay for a question's first answer that somebody found useful; once a question."""
    question, answer = lock_answer(answer_id)
    if _is_useful(question, answer):
        _pay_first_useful(question, answer)


@transaction.atomic
def reward_acceptance(*, acceptance_id: int) -> None:
    """Pay everybody that an acceptance rewards, if it still stands; give back what was taken with it."""
    answer_id = Acceptance.objects.values_list("answer_id", flat=True).get(pk=acceptance_id)
    question, answer = lock_answer(answer_id)
    # Acceptances change with the question locked, so this one stays as it is found now.
    if not Acceptance.objects.standing().filter(pk=acceptance_id).exists():
        return
    ledger.lock_people(answer.author_id, question.author_id)
    reference = f"acceptance:{acceptance_id}"
    for reward in Transaction.objects.filter(rule__in=_FIXED, reference=reference):
        ledger.set_standing(original=reward, standing=True)
    _pay(Rule.ANSWER_ACCEPTED, answer.author_id, reference=reference, answer=answer)
    _pay(Rule.ACCEPTING, question.author_id, reference=reference, answer=answer)
    bounties.pay_out(reference=reference, answer=answer)
    _pay_first_useful(question, answer)


@transaction.atomic
def take_back_acceptance(*, acceptance_id: int, forced: bool) -> None:
    """Reverse what an acceptance paid; the bounty goes back into escrow.

    Raises ``Conflict`` when the points are spent, unless ``forced``.
    """
    paid = Transaction.objects.filter(reference=f"acceptance:{acceptance_id}")
    rewards = list(paid.order_by("pk"))
    people = Entry.objects.filter(transaction__in=rewards, account__user_id__isnull=False)
    ledger.lock_people(*people.values_list("account__user_id", flat=True))
    for reward in rewards:
        try:
            ledger.set_standing(original=reward, standing=False, forced=forced)
        except ledger.AlreadySpent as error:
            raise Conflict(_SPENT[Rule(reward.rule)], code=error.code) from error


def _is_useful(question: Question, answer: Answer) -> bool:
    ups = Vote.objects.filter(answer=answer, value=VoteValue.UP)
    return answer.is_visible and (question.accepted_answer_id == answer.pk or ups.exists())


def _pay_first_useful(question: Question, answer: Answer) -> None:
    if answer.author_id != question.author_id:
        _pay(
            Rule.FIRST_USEFUL_ANSWER,
            answer.author_id,
            reference=f"question:{question.pk}",
            answer=answer,
        )


def _pay_for_answering(question: Question, answer: Answer) -> None:
    """With the person's account locked, so that two answers cannot both be the last allowed."""
    rewards = Entry.objects.filter(
        account__user_id=answer.author_id, transaction__rule=Rule.ANSWER
    ).order_by("-id")
    last_allowed = rewards[ANSWER_REWARDS_A_DAY - 1 : ANSWER_REWARDS_A_DAY].first()
    if last_allowed is None or last_allowed.created_at < _midnight():
        _pay(
            Rule.ANSWER,
            answer.author_id,
            reference=f"question:{question.pk}:user:{answer.author_id}",
            answer=answer,
        )


def _pay(rule: Rule, user_id: int, *, reference: str, answer: Answer | None = None) -> None:
    """Mint what the table says for ``rule`` and tell; a second time nothing happens."""
    amount = RULES[rule].amount
    if amount is None:
        raise ValueError(f"{rule} has no fixed amount")
    pay(
        rule=rule,
        reference=reference,
        user_id=user_id,
        amount=amount,
        source=AccountKind.MINT,
        question_id=answer.question_id if answer else None,
        answer_id=answer.pk if answer else None,
    )


def _midnight() -> datetime:
    """When today began in the site's time zone."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
