"""Moving points. Everything that changes a balance goes through ``post`` or ``reverse``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.errors import Conflict, DomainError
from apps.points import events
from apps.points.enums import AccountKind, Rule
from apps.points.levels import level_for
from apps.points.models import Account, Entry, Transaction
from apps.points.rules import RULES


class InsufficientPoints(DomainError):
    """The person does not have what they want to spend."""

    code = "insufficient_points"

    def __init__(self, balance: int) -> None:
        super().__init__(
            _("포인트가 모자라요. 지금 %(balance)s포인트가 있어요.") % {"balance": f"{balance:,}"},
            field="bounty",
        )


class AlreadySpent(Conflict):
    """What should be taken back is not there any more."""

    code = "already_spent"

    def __init__(self) -> None:
        super().__init__(_("받은 포인트를 이미 써서 되돌릴 수 없어요."))


@dataclass(frozen=True)
class _Move:
    amount: int
    earned: int = 0


def system(kind: AccountKind) -> Account:
    """One of the site's own accounts."""
    account: Account = Account.objects.get_or_create(kind=kind)[0]
    return account


def lock_people(*user_ids: int) -> dict[int, Account]:
    """These people's accounts by user id, opened if need be, kept from changing until commit.

    A transaction that moves several people's points names all of them here
    first: accounts are locked in one order, so that two transactions never wait
    for each other.
    """
    wanted = Account.objects.people().filter(user_id__in=user_ids)
    missing = set(user_ids) - set(wanted.values_list("user_id", flat=True))
    Account.objects.bulk_create(
        [
            Account(kind=AccountKind.PERSON, user_id=user_id, balance=0)
            for user_id in sorted(missing)
        ],
        ignore_conflicts=True,
    )
    locked = wanted.order_by("pk").select_for_update(no_key=True)
    return {account.user_id: account for account in locked}


@transaction.atomic
def post(
    *,
    rule: Rule,
    reference: str,
    moves: Mapping[Account, int],
    question_id: int | None = None,
) -> Transaction | None:
    """Move points between accounts; None if ``rule`` has already paid for ``reference``.

    Raises :class:`InsufficientPoints` when somebody would fall below zero.
    """
    if sum(moves.values()):
        raise ValueError(f"{rule} {reference} does not sum to zero")
    people = _lock(moves)
    written = Transaction.objects.insert_once(
        rule=rule, reference=reference, question_id=question_id
    )
    if written is None:
        return None
    for account in people.values():
        if account.points + moves[account] < 0:
            raise InsufficientPoints(account.points)
    earned = RULES[rule].earned
    _enter(
        written,
        people,
        {
            account: _Move(amount, earned(amount) if account.pk in people else 0)
            for account, amount in moves.items()
        },
    )
    return written


@transaction.atomic
def reverse(*, original: Transaction, forced: bool) -> Transaction | None:
    """Write the opposite of ``original``; None if that has been done.

    When the points have been spent: raises :class:`AlreadySpent`, or, if
    ``forced``, takes what is there and writes off the rest.
    """
    entries = list(original.entries.select_related("account"))
    people = _lock(entry.account for entry in entries)
    written = Transaction.objects.insert_once(
        rule=Rule.REVERSAL,
        reference=f"transaction:{original.pk}",
        question_id=original.question_id,
        reverses=original,
    )
    if written is None:
        return None
    moves = {entry.account: _Move(-entry.amount, -entry.earned) for entry in entries}
    lost = 0
    for account in people.values():
        short = max(0, -(account.points + moves[account].amount))
        if short and not forced:
            raise AlreadySpent
        moves[account] = replace(moves[account], amount=moves[account].amount + short)
        lost += short
    if lost:
        write_off = system(AccountKind.WRITE_OFF)
        moves[write_off] = _Move(moves.get(write_off, _Move(0)).amount - lost)
    _enter(written, people, moves)
    return written


@transaction.atomic
def set_standing(*, original: Transaction, standing: bool, forced: bool = True) -> None:
    """Make ``original`` count or not count, by as many reversals as that takes.

    Raises :class:`AlreadySpent` as ``reverse`` does, unless ``forced``.
    """
    last, is_standing = original, True
    while (later := Transaction.objects.filter(reverses=last).first()) is not None:
        last, is_standing = later, not is_standing
    if is_standing != standing:
        reverse(original=last, forced=forced)


def _lock(accounts: Iterable[Account]) -> dict[int, Account]:
    """The people among ``accounts`` by account id, locked, with their present balance."""
    wanted = [account.pk for account in accounts if account.user_id is not None]
    locked = Account.objects.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True)
    return {account.pk: account for account in locked}


def _enter(
    written: Transaction, people: Mapping[int, Account], moves: Mapping[Account, _Move]
) -> None:
    """Write the entries; the database moves the balances."""
    Entry.objects.bulk_create(
        Entry(transaction=written, account=account, amount=move.amount, earned=move.earned)
        for account, move in moves.items()
        if move.amount or move.earned
    )
    for account in people.values():
        before, after = account.earned, account.earned + moves[account].earned
        if account.user_id is not None and level_for(before) != level_for(after):
            events.level_changed(user_id=account.user_id)
