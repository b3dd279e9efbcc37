"""Views are buffered in Valkey and added to the questions, each once, whatever dies in between."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django_redis import get_redis_connection
from redis.exceptions import ConnectionError as RedisConnectionError

from apps.questions.models import ViewFlush
from apps.questions.services import viewing
from tests.factories import make_question, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return make_question()


def views(question) -> int:
    viewing.flush_views()
    question.refresh_from_db()
    return question.view_count


def read(question, address: str = "203.0.113.7", **headers: str) -> None:
    response = Client(headers=headers).get(question.get_absolute_url(), REMOTE_ADDR=address)
    assert response.status_code == 200


def test_each_reader_counts_once(question):
    for address in ("203.0.113.7", "203.0.113.8", "203.0.113.7"):
        read(question, address)
    member = Client()
    member.force_login(make_user())
    for _ in range(2):
        member.get(question.get_absolute_url())
    assert views(question) == 3


def test_the_addresses_of_one_household_are_one_reader(question):
    for address in ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1"):
        read(question, address)
    assert views(question) == 2


def test_nobody_poses_as_others_by_a_header(question):
    for number in range(3):
        read(question, **{"X-Forwarded-For": f"203.0.113.{number}"})
    assert views(question) == 1


def test_a_copy_of_the_page_counts_as_well(question, settings):
    settings.PAGE_CACHE_SECONDS = 60
    read(question)
    read(question, "203.0.113.8")
    assert views(question) == 2


def test_more_answers_of_the_same_page_are_no_view(question):
    Client().get(question.get_absolute_url(), {"cursor": "x"})
    Client().get("/q/99999/")
    assert views(question) == 0


def test_views_add_up_over_flushes(question):
    read(question)
    assert views(question) == 1
    read(question, "203.0.113.8")
    assert views(question) == 2
    assert views(question) == 2


def test_a_batch_left_by_a_worker_that_died_is_added(question):
    get_redis_connection().hset(f"{viewing.BATCH}{uuid4()}", str(question.pk), 4)
    assert views(question) == 4


def test_a_batch_that_was_added_already_is_not_added_again(question):
    batch = uuid4()
    ViewFlush.objects.create(pk=batch)
    get_redis_connection().hset(f"{viewing.BATCH}{batch}", str(question.pk), 4)
    assert views(question) == 0
    assert not get_redis_connection().keys(f"{viewing.BATCH}*")


def test_reading_goes_on_without_valkey(question, monkeypatch):
    def away() -> None:
        raise RedisConnectionError

    monkeypatch.setattr(viewing, "get_redis_connection", away)
    read(question)
