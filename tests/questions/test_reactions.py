from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from apps.core.errors import DomainError, NotAllowed
from apps.events.models import Event
from apps.questions.models import Vote
from apps.questions.services import reacting, voting
from tests.factories import make_answer, make_question, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [make_question, make_answer])
def test_a_vote_sets_the_score_and_twice_is_once(make):
    post, voter = make(), make_user()
    assert [voting.vote(voter=voter, on=post, value=value) for value in (1, 1, -1, 0, 0)] == [
        1, 1, -1, 0, 0
    ]  # fmt: skip
    assert not Vote.objects.exists()
    assert Event.objects.filter(type="vote.cast").count() == 3


def test_votes_of_many_add_up():
    answer = make_answer()
    for value in (1, 1, 1, -1):
        voting.vote(voter=make_user(), on=answer, value=value)
    answer.refresh_from_db()
    assert answer.score == 2


@pytest.mark.parametrize("make", [make_question, make_answer])
def test_nobody_votes_on_their_own(make):
    post = make()
    with pytest.raises(NotAllowed):
        voting.vote(voter=post.author, on=post, value=1)


def test_an_unknown_value_is_refused():
    with pytest.raises(DomainError):
        voting.vote(voter=make_user(), on=make_question(), value=2)


def test_the_database_refuses_a_vote_on_ones_own_post():
    question = make_question()
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(
            voter=question.author, question=question, author=question.author, value=1
        )


def test_the_database_refuses_a_vote_that_names_another_author():
    question, somebody = make_question(), make_user()
    Vote.objects.create(voter=question.author, question=question, author=somebody, value=1)
    with pytest.raises(IntegrityError):
        transaction.get_connection().check_constraints()


def test_the_database_refuses_a_second_vote():
    question, voter = make_question(), make_user()
    voting.vote(voter=voter, on=question, value=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(voter=voter, question=question, author=question.author, value=-1)


def test_me_too_is_a_switch():
    question, user = make_question(), make_user()
    counts = [
        reacting.set_me_too(user=user, question=question, wanted=wanted).me_too_count
        for wanted in (True, True, False, False)
    ]
    assert counts == [1, 1, 0, 0]


def test_me_too_is_for_others():
    question = make_question()
    with pytest.raises(NotAllowed):
        reacting.set_me_too(user=question.author, question=question, wanted=True)


def test_a_bookmark_is_a_switch():
    question = make_question()
    counts = [
        reacting.set_bookmark(user=question.author, question=question, wanted=wanted).bookmark_count
        for wanted in (True, True, False)
    ]
    assert counts == [1, 1, 0]


def test_interest_raises_a_question_in_the_popular_feed():
    question = make_question()
    before = question.hot
    voting.vote(voter=make_user(), on=question, value=1)
    question.refresh_from_db()
    assert question.hot > before
