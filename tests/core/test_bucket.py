"""So many a minute, whoever takes them."""

from __future__ import annotations

from django_redis import get_redis_connection

from apps.core.bucket import give_back, take


def test_it_holds_a_tenth_of_a_minute_and_is_then_empty():
    assert take("mail", 200, per_minute=100) == 10
    assert take("mail", 200, per_minute=100) == 0


def test_what_was_not_used_can_be_given_back():
    assert take("mail", 10, per_minute=100) == 10
    give_back("mail", 4)
    assert take("mail", 10, per_minute=100) == 4


def test_a_bucket_that_was_forgotten_is_full_whatever_is_given_back():
    assert take("mail", 10, per_minute=100) == 10
    get_redis_connection("default").flushdb()
    give_back("mail", 10)
    assert take("mail", 200, per_minute=100) == 10


def test_two_names_are_two_buckets():
    assert take("mail", 10, per_minute=100) == take("push", 10, per_minute=100) == 10
