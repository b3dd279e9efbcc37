from threading import Thread

import pytest
from django.db import connection
from django.db.models import F

from apps.accounts.models import User
from apps.core.prepared import Parameter, prepared
from tests.factories import make_question, make_user

pytestmark = pytest.mark.django_db


@prepared
def _named(descending):
    people = User.objects.filter(nickname=Parameter("name"), is_active=True)
    return people.order_by("-pk" if descending else "pk")


def test_values_are_given_each_time():
    first, second = make_user(), make_user()
    assert _named.first(True, name=first.nickname) == first
    assert _named.first(True, name=second.nickname) == second
    assert _named.first(True, name="아무도") is None


def test_a_value_is_never_read_as_sql():
    make_user()
    assert _named.rows(False, name="' OR true --") == []


def test_each_shape_has_its_own_sql(django_assert_num_queries):
    people = [make_user(), make_user()]

    @prepared
    def everybody(order):
        return User.objects.filter(pk__in=[each.pk for each in people]).order_by(order)

    with django_assert_num_queries(2):
        assert everybody.rows("pk") == people
        assert everybody.rows("-pk") == people[::-1]


def test_rows_come_with_what_they_were_joined_to(django_assert_num_queries):
    question = make_question()

    @prepared
    def questions():
        rows = type(question).objects.filter(pk=Parameter("pk")).select_related("author", "region")
        return rows.annotate(twice=F("answer_count") * 2).defer("body")

    with django_assert_num_queries(1):
        found = questions.first(pk=question.pk)
        names = (found.author.nickname, found.region.name)
    assert names == (question.author.nickname, question.region.name)
    assert found.twice == 0
    assert found.get_deferred_fields() == {"body"}


def test_values_lists_keep_their_names():
    user = make_user()

    @prepared
    def names():
        return User.objects.filter(pk=Parameter("pk")).values_list("nickname", "level", named=True)

    assert names.first(pk=user.pk).nickname == user.nickname


@pytest.mark.django_db(transaction=True)
def test_another_thread_uses_its_own_connection():
    user = make_user()
    assert _named.first(False, name=user.nickname) == user
    found = []

    def look():
        found.append(_named.first(False, name=user.nickname))
        connection.close()

    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert found == [user]
