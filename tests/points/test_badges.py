from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from apps.accounts.models import User
from apps.points.models import Badge
from apps.questions.services.accepting import accept, withdraw_acceptance
from apps.questions.services.voting import vote
from tests.factories import make_answer, make_question, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db


def badges_of(user) -> set[str]:
    return set(Badge.objects.of(user).values_list("code", flat=True))


def test_first_steps_are_badges():
    answer = make_answer()
    asker = answer.question.author
    drain()
    assert badges_of(asker) == {"first_question"}
    assert badges_of(answer.author) == {"first_answer"}
    accept(user=asker, answer=answer)
    drain()
    assert badges_of(asker) == {"first_question", "first_choice"}
    assert badges_of(answer.author) == {"first_answer", "first_accepted", "quick_answer"}


def test_answering_oneself_is_no_badge():
    asker = make_user()
    make_answer(make_question(asker), asker)
    drain()
    assert badges_of(asker) == {"first_question"}


@pytest.mark.parametrize(("minutes", "is_quick"), [(9, True), (11, False)])
def test_a_useful_answer_within_ten_minutes_is_quick(minutes, is_quick):
    question = make_question()
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes)):
        answer = make_answer(question)
        vote(voter=make_user(), on=answer, value=1)
        drain()
    assert ("quick_answer" in badges_of(answer.author)) is is_quick


@pytest.mark.parametrize(
    ("accepted", "codes"),
    [
        (0, {"first_accepted"}),
        (9, {"first_accepted", "accepted_10"}),
        (49, {"first_accepted", "accepted_10", "accepted_50"}),
    ],
)
def test_accepted_answers_are_counted(accepted, codes):
    answer = make_answer()
    User.objects.filter(pk=answer.author_id).update(answer_count=60, accepted_count=accepted)
    accept(user=answer.question.author, answer=answer)
    drain()
    assert {code for code in badges_of(answer.author) if "accepted" in code} == codes


def test_a_hundred_answers_are_a_badge():
    author = make_user()
    User.objects.filter(pk=author.pk).update(answer_count=99)
    make_answer(author=author)
    drain()
    assert badges_of(author) == {"first_answer", "answers_100"}


def test_a_badge_is_given_once_and_stays():
    answer = make_answer()
    asker = answer.question.author
    for _number in range(2):
        accept(user=asker, answer=answer)
        drain()
        withdraw_acceptance(user=asker, answer=answer)
        drain()
    assert "first_accepted" in badges_of(answer.author)
    assert Badge.objects.of(asker).filter(code="first_choice").count() == 1
