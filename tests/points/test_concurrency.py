"""Twenty people accepting, voting and spending at once, with workers delivering meanwhile."""

from __future__ import annotations

import random
from functools import partial

import pytest
from django.db import transaction

from apps.core.errors import DomainError
from apps.events.enums import State
from apps.events.models import Delivery
from apps.events.services.delivering import deliver
from apps.points.enums import AccountKind, Rule
from apps.points.models import Account, Transaction
from apps.points.services import ledger, rewards
from apps.questions.models import Answer, Question
from apps.questions.services.accepting import accept, withdraw_acceptance
from apps.questions.services.asking import ask
from apps.questions.services.closing import close, reopen
from apps.questions.services.removing import hide, restore
from apps.questions.services.voting import vote
from tests.at_once import at_once
from tests.factories import make_answer, make_category, make_question, make_region, make_user
from tests.outbox import drain
from tests.points import books

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 20


def domain_errors_only(results):
    surprises = [
        result
        for result in results
        if isinstance(result, Exception) and not isinstance(result, DomainError)
    ]
    assert surprises == []
    return results


def test_the_last_points_are_spent_by_one_of_twenty(rich):
    user = rich()
    asks = [
        partial(
            ask,
            author=user,
            title="오늘 애월에 눈 오나요?",
            region=make_region(),
            category=make_category(),
            bounty=100,
        )
    ] * PEOPLE
    results = domain_errors_only(at_once(asks))
    assert sum(isinstance(result, Question) for result in results) == 1
    assert Account.objects.get(user=user).balance == 0
    books.assert_books_balance()
    books.assert_bounties_are_where_they_should_be()


def test_twenty_workers_pay_a_reference_once(balance):
    user = make_user()
    results = at_once([partial(rewards.reward_sign_up, user_id=user.pk)] * PEOPLE)
    assert results == [None] * PEOPLE
    assert balance(user) == 100
    assert Transaction.objects.count() == 1


def test_twenty_first_up_votes_make_one_answer_the_first_useful_one():
    question = make_question()
    answers = [make_answer(question) for _number in range(5)]
    voters = [make_user() for _number in range(PEOPLE)]
    for number, voter in enumerate(voters):
        vote(voter=voter, on=answers[number % 5], value=1)
    ours = Delivery.objects.exclude(state=State.DONE).filter(handler__startswith="points.")
    pending = list(ours.values_list("pk", flat=True))
    domain_errors_only(at_once([partial(deliver, delivery_id=pk) for pk in pending]))
    drain()
    assert Transaction.objects.filter(rule=Rule.FIRST_USEFUL_ANSWER).count() == 1
    books.assert_books_balance()


def test_opposite_transfers_do_not_wait_for_each_other_for_ever(rich):
    one, two = rich(), rich()

    @transaction.atomic
    def swap(number: int, giver, taker) -> None:
        people = ledger.lock_people(giver.pk, taker.pk)
        ledger.post(
            rule=Rule.BOUNTY_PAID,
            reference=f"swap:{number}",
            moves={people[giver.pk]: -5, people[taker.pk]: 5},
        )

    pairs = [(one, two), (two, one)] * (PEOPLE // 2)
    results = at_once([partial(swap, number, *pair) for number, pair in enumerate(pairs)])
    assert results == [None] * PEOPLE
    assert Account.objects.get(user=one).balance == 100
    books.assert_books_balance()


def test_twenty_people_accepting_voting_and_spending_at_once(rich):
    chance = random.Random(7)  # noqa: S311 -- dice, not a secret
    people = [rich() for _number in range(PEOPLE)]
    moderator = make_user(is_staff=True)
    questions = [make_question(person, bounty=chance.choice((0, 10, 20))) for person in people[:8]]
    for question in questions:
        for author in chance.sample([p for p in people if p != question.author], 4):
            make_answer(question, author)
    answers = list(Answer.objects.select_related("question__author", "author"))
    region, category = make_region(), make_category()

    def live(seed: int) -> list[Exception]:
        """One person's busy minute; or, for every fifth, a worker's."""
        luck = random.Random(seed)  # noqa: S311 -- dice, not a secret
        refused = []
        for _step in range(8):
            if seed % 5 == 0:
                work(luck)
                continue
            answer = luck.choice(answers)
            asker = answer.question.author
            step = luck.choice(
                (
                    partial(accept, user=asker, answer=answer),
                    partial(accept, user=asker, answer=answer),
                    partial(withdraw_acceptance, user=asker, answer=answer),
                    partial(vote, voter=people[seed], on=answer, value=luck.choice((1, 0, -1))),
                    partial(vote, voter=people[seed], on=answer.question, value=1),
                    partial(close, user=asker, question=answer.question),
                    partial(reopen, user=asker, question=answer.question),
                    partial(hide, moderator=moderator, post=answer, reason="시험"),
                    partial(restore, moderator=moderator, post=answer, reason="시험"),
                    partial(
                        ask,
                        author=people[seed],
                        title="지금 물때가 어떤가요?",
                        region=region,
                        category=category,
                        bounty=luck.choice((10, 50, 100)),
                    ),
                )
            )
            try:
                step()
            except DomainError as error:
                refused.append(error)
        return refused

    def work(luck: random.Random) -> None:
        waiting = Delivery.objects.exclude(state=State.DONE).values_list("pk", flat=True)[:40]
        for pk in luck.sample(list(waiting), len(waiting)):
            deliver(delivery_id=pk)

    results = at_once([partial(live, seed) for seed in range(PEOPLE)])
    assert [result for result in results if isinstance(result, Exception)] == []
    assert not Delivery.objects.exclude(last_error="").exists()
    drain()
    books.assert_books_balance()
    books.assert_levels_follow()
    books.assert_no_count_drifted()
    books.assert_bounties_are_where_they_should_be()
    escrow = Account.objects.get(kind=AccountKind.ESCROW)
    assert escrow.entries.total() == sum(
        question.bounty for question in Question.objects.filter(accepted_answer=None)
    )


def test_choices_moving_between_the_same_two_people_never_wait_in_a_circle():
    one, two = make_user(), make_user()
    pairs = []
    for _number in range(PEOPLE // 2):
        question = make_question()
        pairs.append([make_answer(question, person) for person in (one, two)])

    def move(answers: list[Answer]) -> None:
        for answer in answers * 2:
            accept(user=answer.question.author, answer=answer)

    results = at_once([partial(move, pair[::direction]) for pair in pairs for direction in (1, -1)])
    assert results == [None] * PEOPLE
    drain()
    books.assert_books_balance()
    books.assert_no_count_drifted()
