from __future__ import annotations

import pytest

from apps.core.errors import Conflict
from apps.notifications.models import Notification
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
from tests.points.books import assert_no_count_drifted

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


def hide_and_restore(post, *, meanwhile=lambda: None):
    moderator = make_user(is_staff=True)
    hide(moderator=moderator, post=post, reason="광고")
    drain()
    meanwhile()
    restore(moderator=moderator, post=post, reason="오해")
    drain()
    post.refresh_from_db()


def told(person) -> list[tuple[str, int]]:
    return list(Notification.objects.filter(recipient=person).values_list("kind", "points"))


def test_a_hidden_question_gives_its_bounty_back_and_puts_it_aside_again_when_restored(
    asked, balance
):
    asker, has = asked.author, []
    for _number in range(2):
        hide_and_restore(asked, meanwhile=lambda: has.append(balance(asker)))
        assert (balance(asker), in_escrow(asked.pk), asked.bounty) == (50, 50, 50)
    assert has == [100, 100]
    assert ("bounty", 50) in told(asker)
    answer = make_answer(asked)
    accept(user=asker, answer=answer)
    drain()
    assert balance(answer.author) == 5 + 15 + 30 + 50


def test_an_asker_who_was_given_the_bounty_back_is_told_so(asked):
    hide(moderator=make_user(is_staff=True), post=asked, reason="광고")
    drain()
    assert ("points", 50) in told(asked.author)


def test_an_asker_who_has_spent_it_meanwhile_has_the_question_back_without(asked, balance):
    asker = asked.author
    hide_and_restore(asked, meanwhile=lambda: make_question(asker, bounty=100))
    assert (balance(asker), in_escrow(asked.pk), asked.bounty) == (0, 0, 0)
    assert ("bounty", 0) in told(asker)


def test_a_question_closed_while_it_was_hidden_offers_nothing_when_restored(asked, balance):
    asker = asked.author
    hide_and_restore(asked, meanwhile=lambda: close(user=asker, question=asked))
    assert (balance(asker), in_escrow(asked.pk), asked.bounty) == (100, 0, 0)


def test_a_restored_answer_is_accepted_again_with_all_its_points(asked, balance):
    answer, asker = make_answer(asked), asked.author
    accept(user=asker, answer=answer)
    drain()
    had = balance(answer.author), balance(asker)
    for _number in range(3):
        hide_and_restore(answer)
        assert (balance(answer.author), balance(asker)) == had
    asked.refresh_from_db()
    assert asked.accepted_answer_id == answer.pk
    assert "accepted" in dict(told(answer.author))
    withdraw_acceptance(user=asker, answer=answer)
    drain()
    assert (balance(answer.author), balance(asker), in_escrow(asked.pk)) == (5 + 15, 50, 50)
    assert_no_count_drifted()


def test_what_was_spent_before_hiding_is_not_given_a_second_time(asked, balance, system_balance):
    answer = make_answer(asked)
    accept(user=asked.author, answer=answer)
    drain()
    make_question(answer.author, bounty=100)
    hide_and_restore(answer)
    assert balance(answer.author) == 0
    assert system_balance(AccountKind.WRITE_OFF) == 0


def test_a_choice_made_meanwhile_stays(asked, balance):
    first, second = make_answer(asked), make_answer(asked)
    accept(user=asked.author, answer=first)
    drain()
    hide_and_restore(first, meanwhile=lambda: accept(user=asked.author, answer=second))
    asked.refresh_from_db()
    assert asked.accepted_answer_id == second.pk
    assert balance(second.author) == 5 + 30 + 50
    assert_no_count_drifted()


def test_a_choice_that_the_asker_took_back_is_not_made_for_them(asked):
    answer = make_answer(asked)
    accept(user=asked.author, answer=answer)
    withdraw_acceptance(user=asked.author, answer=answer)
    drain()
    hide_and_restore(answer)
    asked.refresh_from_db()
    assert asked.accepted_answer_id is None


def test_a_bounty_that_went_home_meanwhile_is_not_paid_twice(asked, balance):
    answer, asker = make_answer(asked), asked.author
    accept(user=asker, answer=answer)
    drain()

    def close_it():
        close(user=asker, question=asked)
        drain()

    hide_and_restore(answer, meanwhile=close_it)
    assert (balance(answer.author), balance(asker)) == (5 + 15 + 30, 50 + 50 + 5)


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
