"""What the database refuses whoever asks, past every service."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from apps.points.enums import AccountKind, Rule
from apps.points.models import Account, Entry, Transaction
from apps.points.services import ledger
from apps.points.services.rewards import reward_sign_up
from tests.factories import make_user

pytestmark = pytest.mark.django_db

REFUSED = (IntegrityError, InternalError)


@pytest.fixture
def paid():
    user = make_user()
    reward_sign_up(user_id=user.pk)
    return Transaction.objects.get()


def refuse(statement: str, parameters: list | None = None, *, match: str) -> None:
    with pytest.raises(REFUSED, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters or [])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE points_entry SET amount = amount + 1",
        "DELETE FROM points_entry",
        "UPDATE points_transaction SET reference = 'else'",
        "DELETE FROM points_transaction",
        "UPDATE points_account SET balance = 1000000 WHERE kind = 'person'",
        "UPDATE points_account SET earned = 1000000 WHERE kind = 'person'",
        "INSERT INTO points_account (kind, balance, earned) VALUES ('person', 5, 0)",
    ],
)
def test_the_books_are_written_once_and_only_by_entries(paid, statement):
    refuse(statement, match="append-only|starts with nothing")


@pytest.mark.parametrize("amounts", [(), (5,), (5, -4), (5, 5)])
def test_a_transaction_that_does_not_sum_to_zero_cannot_be_committed(paid, amounts):
    accounts = [Account.objects.get(kind=AccountKind.PERSON), ledger.system(AccountKind.MINT)]
    with pytest.raises(IntegrityError, match="sum to"), transaction.atomic():
        written = Transaction.objects.create(rule=Rule.ANSWER, reference="by hand")
        for account, amount in zip(accounts, amounts, strict=False):
            Entry.objects.create(transaction=written, account=account, amount=amount)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_entry_cannot_join_a_finished_transaction_and_unbalance_it(paid):
    other = ledger.lock_people(make_user().pk).popitem()[1]
    with pytest.raises(IntegrityError, match="sum to"), transaction.atomic():
        Entry.objects.create(transaction=paid, account=other, amount=7)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_balance_cannot_fall_below_zero(paid):
    person = Account.objects.get(kind=AccountKind.PERSON)
    with pytest.raises(IntegrityError, match="account_balance_not_negative"), transaction.atomic():
        written = Transaction.objects.create(rule=Rule.BOUNTY_HELD, reference="by hand")
        Entry.objects.create(transaction=written, account=person, amount=-101)


def test_a_rule_cannot_pay_twice_for_a_reference(paid):
    with pytest.raises(IntegrityError, match="transaction_pays_once"), transaction.atomic():
        Transaction.objects.create(rule=paid.rule, reference=paid.reference)


def test_a_transaction_cannot_be_reversed_twice(paid):
    with pytest.raises(IntegrityError, match="reverses"), transaction.atomic():
        for number in range(2):
            Transaction.objects.create(
                rule=Rule.REVERSAL, reference=f"by hand {number}", reverses=paid
            )


def test_only_a_reversal_names_an_origin(paid):
    for fields in ({"rule": Rule.ANSWER, "reverses": paid}, {"rule": Rule.REVERSAL}):
        with pytest.raises(IntegrityError, match="names_its_origin"), transaction.atomic():
            Transaction.objects.create(reference="by hand", **fields)


def test_there_is_one_mint():
    ledger.system(AccountKind.MINT)
    with pytest.raises(IntegrityError, match="one_of_each_system_kind"), transaction.atomic():
        Account.objects.create(kind=AccountKind.MINT)


def test_the_last_guard_stands_behind_the_service(monkeypatch, paid):
    """Were the service to forget its check, the database would still refuse the debit."""
    person = Account.objects.get(kind=AccountKind.PERSON)
    monkeypatch.setattr(Account, "points", 10**9)
    with pytest.raises(IntegrityError, match="account_balance_not_negative"), transaction.atomic():
        ledger.post(
            rule=Rule.BOUNTY_HELD,
            reference="question:1",
            moves={person: -101, ledger.system(AccountKind.ESCROW): 101},
        )
