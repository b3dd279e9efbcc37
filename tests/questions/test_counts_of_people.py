"""What a profile counts is what it lists."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from apps.accounts.models import User
from apps.questions.services import accepting, removing
from tests.factories import make_answer, make_question, make_user
from tests.points.books import assert_no_count_drifted

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper():
    """Somebody with three answers, two of them to one question, where one is the accepted one."""
    person, question = make_user("도움손"), make_question()
    accepting.accept(user=question.author, answer=make_answer(question, person))
    make_answer(question, person)
    make_answer(author=person)
    return person


def counts(person) -> tuple[int, int]:
    person.refresh_from_db()
    return person.answer_count, person.accepted_count


def test_the_answers_of_a_hidden_question_are_not_counted_until_it_is_restored(helper, as_user):
    moderator, question = make_user(is_staff=True), helper.answers.earliest("pk").question
    removing.hide(moderator=moderator, post=question, reason="광고")
    assert counts(helper) == (1, 0)
    assert_no_count_drifted()
    page = as_user().get(f"{helper.get_absolute_url()}?show=answers")
    assert len(page.context["answers"]) == 1
    removing.restore(moderator=moderator, post=question, reason="오해")
    assert counts(helper) == (3, 1)
    assert_no_count_drifted()


def test_what_happens_in_a_hidden_question_is_counted_when_it_is_restored(helper):
    moderator, question = make_user(is_staff=True), helper.answers.earliest("pk").question
    chosen, other = question.answers.order_by("pk")
    removing.hide(moderator=moderator, post=question, reason="광고")
    for post, restores in ((chosen, False), (other, False), (chosen, True)):
        removing.hide(moderator=moderator, post=post, reason="광고")
        if restores:
            removing.restore(moderator=moderator, post=post, reason="오해")
        assert counts(helper) == (1, 0)
    removing.restore(moderator=moderator, post=question, reason="오해")
    assert_no_count_drifted()


def test_counts_that_had_drifted_are_mended_by_the_migration(helper):
    moderator, question = make_user(is_staff=True), helper.answers.earliest("pk").question
    removing.hide(moderator=moderator, post=question, reason="광고")
    User.objects.filter(pk=helper.pk).update(answer_count=3, accepted_count=1)
    migration = import_module("apps.questions.migrations.0016_suspended_acceptances")
    with connection.cursor() as cursor:
        cursor.execute(migration.RECOUNT)
    assert_no_count_drifted()
