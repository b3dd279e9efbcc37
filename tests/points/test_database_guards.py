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


@transaction.atomic
def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@transaction.atomic
def commit_entries(written: Transaction | None, entries: list[tuple[Account, int]]) -> None:
    """Write by hand what no service would, as far as the checks at commit."""
    written = written or Transaction.objects.create(rule=Rule.ANSWER, reference="by hand")
    for account, amount in entries:
        Entry.objects.create(transaction=written, account=account, amount=amount)
    run("SET CONSTRAINTS ALL IMMEDIATE")


def reverse_by_hand(paid: Transaction, reference: str) -> None:
    with transaction.atomic():
        Transaction.objects.create(rule=Rule.REVERSAL, reference=reference, reverses=paid)


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
    with pytest.raises(REFUSED, match=r"append-only|starts with nothing"):
        run(statement)


@pytest.mark.parametrize("amounts", [(), (5,), (5, -4), (5, 5)])
def test_a_transaction_that_does_not_sum_to_zero_cannot_be_committed(paid, amounts):
    accounts = [Account.objects.get(kind=AccountKind.PERSON), ledger.system(AccountKind.MINT)]
    with pytest.raises(IntegrityError, match="sum to"):
        commit_entries(None, list(zip(accounts, amounts, strict=False)))


def test_an_entry_cannot_join_a_finished_transaction_and_unbalance_it(paid):
    other = ledger.lock_people(make_user().pk).popitem()[1]
    with pytest.raises(IntegrityError, match="sum to"):
        commit_entries(paid, [(other, 7)])


def test_a_balance_cannot_fall_below_zero(paid):
    person = Account.objects.get(kind=AccountKind.PERSON)
    with pytest.raises(IntegrityError, match="account_balance_not_negative"):
        commit_entries(None, [(person, -101), (ledger.system(AccountKind.MINT), 101)])


def test_a_rule_cannot_pay_twice_for_a_reference(paid):
    with pytest.raises(IntegrityError, match="transaction_pays_once"), transaction.atomic():
        Transaction.objects.create(rule=paid.rule, reference=paid.reference)


def test_a_transaction_cannot_be_reversed_twice(paid):
    ledger.reverse(original=paid, forced=False)
    with pytest.raises(IntegrityError, match="reverses"):
        reverse_by_hand(paid, "twice")


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
