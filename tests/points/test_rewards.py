"""Who is paid for what, through the question services and the outbox."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from apps.points.enums import AccountKind, Rule
from apps.points.models import Account, Entry, Transaction
from apps.points.rules import ANSWER_REWARDS_A_DAY, RULES
from apps.points.services import rewards
from apps.questions.services.accepting import accept
from apps.questions.services.removing import delete_answer, hide, restore
from apps.questions.services.voting import vote
from tests.factories import make_answer, make_question, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db


def rules_of(user) -> list[str]:
    """What somebody was paid for, oldest first."""
    entries = Entry.objects.filter(account__user=user).order_by("id")
    return list(entries.values_list("transaction__rule", flat=True))


def test_signing_up_pays_once(balance):
    user = make_user()
    rewards.reward_sign_up(user_id=user.pk)
    rewards.reward_sign_up(user_id=user.pk)
    assert balance(user) == RULES[Rule.SIGN_UP].amount


def test_an_answer_pays(balance):
    answer = make_answer()
    drain()
    assert balance(answer.author) == 5
    assert rules_of(answer.author) == [Rule.ANSWER]


def test_only_the_first_answer_of_a_person_to_a_question_pays(balance):
    first = make_answer()
    make_answer(first.question, first.author)
    make_answer(first.question, first.author)
    drain()
    assert balance(first.author) == 5


def test_answering_oneself_pays_nothing():
    asker = make_user()
    make_answer(make_question(asker), asker)
    drain()
    assert not Account.objects.filter(user=asker).exists()


def test_answers_beyond_the_daily_number_pay_nothing_until_midnight(balance):
    user = make_user()
    noon = timezone.localtime().replace(hour=12, minute=0)
    with time_machine.travel(noon):
        for _number in range(ANSWER_REWARDS_A_DAY + 2):
            make_answer(author=user)
        drain()
    assert balance(user) == 5 * ANSWER_REWARDS_A_DAY
    with time_machine.travel(noon + dt.timedelta(days=1)):
        make_answer(author=user)
        drain()
    assert balance(user) == 5 * (ANSWER_REWARDS_A_DAY + 1)


def test_the_first_answer_found_useful_pays_its_writer_and_no_later_one(balance):
    first = make_answer()
    second = make_answer(first.question)
    vote(voter=make_user(), on=second, value=1)
    vote(voter=make_user(), on=first, value=1)
    drain()
    assert (balance(first.author), balance(second.author)) == (5, 20)


@pytest.mark.parametrize("value", [-1, 0])
def test_a_vote_that_is_not_up_is_no_use(balance, value):
    answer = make_answer()
    voter = make_user()
    vote(voter=voter, on=answer, value=1)
    vote(voter=voter, on=answer, value=value)
    drain()
    assert balance(answer.author) == 5


def test_acceptance_pays_both_and_makes_the_answer_useful(balance):
    answer = make_answer()
    accept(user=answer.question.author, answer=answer)
    drain()
    assert rules_of(answer.author) == [Rule.ANSWER, Rule.ANSWER_ACCEPTED, Rule.FIRST_USEFUL_ANSWER]
    assert balance(answer.author) == 50
    assert balance(answer.question.author) == 5


def test_an_acceptance_withdrawn_before_it_was_paid_pays_nothing(balance):
    answer = make_answer()
    other = make_answer(answer.question)
    asker = answer.question.author
    accept(user=asker, answer=answer)
    accept(user=asker, answer=other)
    drain()
    assert rules_of(answer.author) == [Rule.ANSWER]
    assert balance(other.author) == 50
    assert balance(asker) == 5


def test_a_deleted_answer_gives_its_points_back(balance):
    answer = make_answer()
    vote(voter=make_user(), on=answer, value=1)
    drain()
    delete_answer(user=answer.author, answer=answer)
    drain()
    account = Account.objects.get(user=answer.author)
    assert (account.balance, account.earned) == (0, 0)


def test_deleting_one_of_two_answers_takes_nothing(balance):
    first = make_answer()
    second = make_answer(first.question, first.author)
    drain()
    delete_answer(user=first.author, answer=first)
    drain()
    assert balance(first.author) == 5
    delete_answer(user=first.author, answer=second)
    drain()
    assert balance(first.author) == 0


def test_deleting_and_answering_again_is_paid_once(balance):
    answer = make_answer()
    drain()
    for _number in range(3):
        delete_answer(user=answer.author, answer=answer)
        drain()
        answer = make_answer(answer.question, answer.author)
        drain()
    assert balance(answer.author) == 5


def test_a_hidden_answer_loses_its_points_and_gets_them_back_when_restored(balance):
    answer = make_answer()
    drain()
    moderator = make_user(is_staff=True)
    hide(moderator=moderator, post=answer, reason="광고")
    restore(moderator=moderator, post=answer, reason="오해")
    drain()
    assert balance(answer.author) == 5
    hide(moderator=moderator, post=answer, reason="광고")
    drain()
    assert balance(answer.author) == 0
    restore(moderator=moderator, post=answer, reason="오해")
    drain()
    assert balance(answer.author) == 5


def test_an_answer_hidden_before_it_was_paid_is_paid_when_restored(balance):
    answer = make_answer()
    moderator = make_user(is_staff=True)
    hide(moderator=moderator, post=answer, reason="광고")
    drain()
    assert not Transaction.objects.exists()
    restore(moderator=moderator, post=answer, reason="오해")
    drain()
    assert balance(answer.author) == 5


def test_hiding_an_accepted_answer_takes_what_is_left_and_writes_off_the_rest(
    balance, system_balance
):
    answer = make_answer()
    asker = answer.question.author
    accept(user=asker, answer=answer)
    drain()
    make_question(answer.author, bounty=50)
    hide(moderator=make_user(is_staff=True), post=answer, reason="광고")
    drain()
    assert balance(answer.author) == 0
    assert balance(asker) == 0
    assert Account.objects.get(user=answer.author).earned == 0
    assert system_balance(AccountKind.WRITE_OFF) == -50


def test_the_level_follows_what_was_earned():
    answer = make_answer()
    accept(user=answer.question.author, answer=answer)
    drain()
    answer.author.refresh_from_db()
    assert answer.author.level == 2
    hide(moderator=make_user(is_staff=True), post=answer, reason="광고")
    drain()
    answer.author.refresh_from_db()
    assert answer.author.level == 1
