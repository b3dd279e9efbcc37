from __future__ import annotations

import pytest

from apps.core.errors import Conflict
from apps.points.enums import AccountKind, Rule
from apps.points.models import Transaction
from apps.points.services import ledger
from apps.points.services.bounties import in_escrow
from apps.questions.models import Question
from apps.questions.services.accepting import accept, withdraw_acceptance
from apps.questions.services.closing import close, reopen
from apps.questions.services.removing import delete_question, hide, restore
from tests.factories import make_answer, make_question, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(rich):
    """A question with 50 points on it, by somebody who has 50 left."""
    return make_question(rich(), bounty=50)


def test_asking_puts_the_bounty_aside(asked, balance):
    assert balance(asked.author) == 50
    assert in_escrow(asked.pk) == 50


def test_without_the_points_there_is_no_question(rich):
    asker = rich()
    make_question(asker, bounty=100)
    with pytest.raises(ledger.InsufficientPoints) as refused:
        make_question(asker, bounty=10)
    assert refused.value.by_field() == {"bounty": [refused.value.message]}
    assert Question.objects.count() == 1


def test_the_accepted_answer_gets_the_bounty(asked, balance):
    answer = make_answer(asked)
    accept(user=asked.author, answer=answer)
    drain()
    assert balance(answer.author) == 5 + 30 + 15 + 50
    assert balance(asked.author) == 50 + 5
    assert in_escrow(asked.pk) == 0


def test_a_moved_acceptance_takes_the_bounty_along(asked, balance):
    first, second = make_answer(asked), make_answer(asked)
    accept(user=asked.author, answer=first)
    drain()
    accept(user=asked.author, answer=second)
    drain()
    # The first answer stays the question's first useful one.
    assert balance(first.author) == 5 + 15
    assert balance(second.author) == 5 + 30 + 50
    assert balance(asked.author) == 50 + 5


def test_a_withdrawn_acceptance_puts_the_bounty_back_for_the_next(asked, balance):
    answer = make_answer(asked)
    accept(user=asked.author, answer=answer)
    drain()
    withdraw_acceptance(user=asked.author, answer=answer)
    drain()
    assert in_escrow(asked.pk) == 50
    assert balance(asked.author) == 50
    accept(user=asked.author, answer=answer)
    drain()
    assert balance(answer.author) == 100


def test_a_choice_stands_once_its_points_are_spent(asked, balance):
    first, second = make_answer(asked), make_answer(asked)
    accept(user=asked.author, answer=first)
    drain()
    make_question(first.author, bounty=100)
    with pytest.raises(Conflict, match="먼저 채택된 분이 받은 포인트를 이미 써서"):
        accept(user=asked.author, answer=second)
    asked.refresh_from_db()
    assert asked.accepted_answer_id == first.pk
    drain()
    assert balance(second.author) == 5


def test_an_asker_who_spent_their_own_reward_is_told_so(rich, balance):
    asker = rich()
    answer = make_answer(make_question(asker))
    other = make_answer(make_question(asker))
    accept(user=asker, answer=answer)
    accept(user=asker, answer=other)
    drain()
    make_question(asker, bounty=100)
    make_question(asker, bounty=10)
    with pytest.raises(Conflict, match="채택하며 받은 포인트를 이미 써서"):
        withdraw_acceptance(user=asker, answer=other)


def test_closing_without_a_choice_gives_the_bounty_back_once(asked, balance):
    make_answer(asked)
    close(user=asked.author, question=asked)
    drain()
    assert balance(asked.author) == 100
    asked.refresh_from_db()
    assert asked.bounty == 0
    reopen(user=asked.author, question=asked)
    close(user=asked.author, question=asked)
    drain()
    assert balance(asked.author) == 100


def test_closing_after_the_choice_returns_nothing(asked, balance):
    answer = make_answer(asked)
    accept(user=asked.author, answer=answer)
    close(user=asked.author, question=asked)
    drain()
    assert balance(asked.author) == 55
    assert balance(answer.author) == 100


def test_a_question_reopened_in_time_keeps_its_bounty(asked):
    close(user=asked.author, question=asked)
    reopen(user=asked.author, question=asked)
    drain()
    assert in_escrow(asked.pk) == 50
    asked.refresh_from_db()
    assert asked.bounty == 50


def test_an_answer_accepted_after_the_return_gets_no_bounty(asked, balance):
    answer = make_answer(asked)
    close(user=asked.author, question=asked)
    drain()
    accept(user=asked.author, answer=answer)
    drain()
    assert balance(answer.author) == 50


def test_withdrawing_the_choice_on_a_closed_question_returns_the_bounty(asked, balance):
    answer = make_answer(asked)
    accept(user=asked.author, answer=answer)
    close(user=asked.author, question=asked)
    drain()
    withdraw_acceptance(user=asked.author, answer=answer)
    drain()
    assert balance(asked.author) == 100
    assert balance(answer.author) == 20


def test_moving_the_choice_on_a_closed_question_still_pays_the_second(asked, balance):
    first, second = make_answer(asked), make_answer(asked)
    accept(user=asked.author, answer=first)
    close(user=asked.author, question=asked)
    drain()
    accept(user=asked.author, answer=second)
    drain()
    assert balance(second.author) == 5 + 30 + 50
    assert balance(asked.author) == 55


def test_a_deleted_question_gives_its_bounty_back(asked, balance):
    delete_question(user=asked.author, question=asked)
    drain()
    assert balance(asked.author) == 100


def test_a_hidden_question_gives_its_bounty_back_and_is_restored_without(asked, balance):
    moderator = make_user(is_staff=True)
    hide(moderator=moderator, post=asked, reason="광고")
    drain()
    restore(moderator=moderator, post=asked, reason="오해")
    drain()
    assert balance(asked.author) == 100
    asked.refresh_from_db()
    assert asked.bounty == 0


def test_hiding_the_accepted_answer_frees_the_bounty_for_another(asked, balance, system_balance):
    first, second = make_answer(asked), make_answer(asked)
    accept(user=asked.author, answer=first)
    drain()
    make_question(first.author, bounty=100)
    hide(moderator=make_user(is_staff=True), post=first, reason="광고")
    drain()
    assert in_escrow(asked.pk) == 50
    assert system_balance(AccountKind.WRITE_OFF) == -100
    accept(user=asked.author, answer=second)
    drain()
    assert balance(second.author) == 5 + 30 + 50


def test_a_bounty_is_held_paid_and_returned_once_whatever_is_repeated(asked):
    answer = make_answer(asked)
    accept(user=asked.author, answer=answer)
    drain()
    for rule, expected in (
        (Rule.BOUNTY_HELD, 1),
        (Rule.BOUNTY_PAID, 1),
        (Rule.BOUNTY_RETURNED, 0),
    ):
        assert Transaction.objects.filter(rule=rule).count() == expected
