from __future__ import annotations

from apps.points import events
from apps.points.enums import AccountKind, Rule
from apps.points.models import Transaction
from apps.points.services import ledger


def pay(
    *,
    rule: Rule,
    reference: str,
    user_id: int,
    amount: int,
    source: AccountKind,
    question_id: int | None,
    answer_id: int | None,
) -> Transaction | None:
    """Move ``amount`` from one of the site's accounts to a person, and tell; a second time do nothing."""
    account = ledger.lock_people(user_id)[user_id]
    paid = ledger.post(
        rule=rule,
        reference=reference,
        question_id=question_id,
        moves={account: amount, ledger.system(source): -amount},
    )
    if paid is not None:
        events.points_earned(
            user_id=user_id,
            amount=amount,
            rule=rule,
            question_id=question_id,
            answer_id=answer_id,
        )
    return paid
