from __future__ import annotations

import pytest

from apps.events.models import Event
from apps.points.enums import AccountKind, Rule
from apps.points.models import Account, Entry, Transaction
from apps.points.services import ledger
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def mint_to(user, amount, *, reference, rule=Rule.ANSWER_ACCEPTED):
    account = ledger.lock_people(user.pk)[user.pk]
    mint = ledger.system(AccountKind.MINT)
    return ledger.post(rule=rule, reference=reference, moves={account: amount, mint: -amount})


def test_a_posting_moves_points_and_keeps_the_running_balance(balance, system_balance):
    user = make_user()
    mint_to(user, 30, reference="one")
    mint_to(user, 12, reference="two")
    assert balance(user) == 42
    assert system_balance(AccountKind.MINT) == -42
    assert [entry.balance_after for entry in Entry.objects.of(user)] == [42, 30]


def test_a_rule_pays_once_for_each_reference(balance):
    user = make_user()
    assert mint_to(user, 30, reference="same") is not None
    assert mint_to(user, 30, reference="same") is None
    assert mint_to(user, 5, reference="same", rule=Rule.ACCEPTING) is not None
    assert balance(user) == 35


def test_moves_that_do_not_sum_to_zero_are_a_mistake_of_ours():
    user = make_user()
    account = ledger.lock_people(user.pk)[user.pk]
    with pytest.raises(ValueError, match="sum to zero"):
        ledger.post(rule=Rule.ANSWER, reference="x", moves={account: 5})
    assert not Transaction.objects.exists()


def test_nobody_spends_what_they_do_not_have(balance):
    user = make_user()
    mint_to(user, 20, reference="one")
    account = ledger.lock_people(user.pk)[user.pk]
    escrow = ledger.system(AccountKind.ESCROW)
    with pytest.raises(ledger.InsufficientPoints) as refused:
        ledger.post(rule=Rule.BOUNTY_HELD, reference="q", moves={account: -21, escrow: 21})
    assert refused.value.field == "bounty"
    assert "20포인트" in str(refused.value.message)
    assert balance(user) == 20
    assert not Transaction.objects.filter(rule=Rule.BOUNTY_HELD).exists()


def test_asking_again_after_paying_is_no_error_even_with_nothing_left():
    user = make_user()
    mint_to(user, 20, reference="one")
    account = ledger.lock_people(user.pk)[user.pk]
    moves = {account: -20, ledger.system(AccountKind.ESCROW): 20}
    assert ledger.post(rule=Rule.BOUNTY_HELD, reference="q", moves=moves) is not None
    assert ledger.post(rule=Rule.BOUNTY_HELD, reference="q", moves=moves) is None


def test_a_reversal_undoes_the_points_and_what_was_earned_once(balance):
    user = make_user()
    original = mint_to(user, 30, reference="one")
    assert ledger.reverse(original=original, forced=False) is not None
    assert ledger.reverse(original=original, forced=False) is None
    account = Account.objects.get(user=user)
    assert (account.balance, account.earned) == (0, 0)


def spend(user, amount):
    account = ledger.lock_people(user.pk)[user.pk]
    escrow = ledger.system(AccountKind.ESCROW)
    ledger.post(
        rule=Rule.BOUNTY_HELD, reference=f"q{user.pk}", moves={account: -amount, escrow: amount}
    )


def test_spent_points_cannot_be_taken_back(balance):
    user = make_user()
    original = mint_to(user, 30, reference="one")
    spend(user, 10)
    with pytest.raises(ledger.AlreadySpent):
        ledger.reverse(original=original, forced=False)
    assert balance(user) == 20


def test_by_force_what_is_there_is_taken_and_the_rest_written_off(balance, system_balance):
    user = make_user()
    original = mint_to(user, 30, reference="one")
    spend(user, 10)
    ledger.reverse(original=original, forced=True)
    assert balance(user) == 0
    assert Account.objects.get(user=user).earned == 0
    assert system_balance(AccountKind.WRITE_OFF) == -10
    assert system_balance(AccountKind.MINT) == 0


def test_by_force_with_nothing_left_only_the_level_suffers(balance):
    user = make_user()
    original = mint_to(user, 30, reference="one")
    spend(user, 30)
    ledger.reverse(original=original, forced=True)
    assert balance(user) == 0
    assert Account.objects.get(user=user).earned == 0
    assert [entry.amount for entry in Entry.objects.of(user)] == [-30, 30]


def test_a_transaction_can_be_taken_back_and_given_again_any_number_of_times(balance):
    user = make_user()
    original = mint_to(user, 30, reference="one")
    for standing, expected in ((False, 0), (False, 0), (True, 30), (True, 30), (False, 0)):
        ledger.set_standing(original=original, standing=standing)
        account = Account.objects.get(user=user)
        assert (account.balance, account.earned) == (expected, expected)


def test_crossing_a_threshold_is_told_in_both_directions():
    user = make_user()
    original = mint_to(user, 30, reference="one")
    mint_to(user, 5, reference="two")
    ledger.reverse(original=original, forced=False)
    told = Event.objects.filter(type="points.level_changed")
    assert [event.payload for event in told] == [{"userId": str(user.pk)}] * 2


def test_signing_up_and_bounties_raise_no_level():
    user = make_user()
    mint_to(user, 100, reference="one", rule=Rule.SIGN_UP)
    mint_to(user, 100, reference="two", rule=Rule.BOUNTY_PAID)
    assert Account.objects.get(user=user).earned == 0
