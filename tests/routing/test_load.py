"""The load of the people who are asked, told to everybody."""

from __future__ import annotations

import pytest
from django.utils import timezone

from apps.routing.load import Load, load
from apps.routing.models import AnswerRequest
from tests.factories import make_question, make_user

pytestmark = pytest.mark.django_db


def ask_all(asks_by_person: list[int]) -> None:
    for asks in asks_by_person:
        person = make_user()
        for _ in range(asks):
            AnswerRequest.objects.create(
                question=make_question(), person=person, wave=0, chance=0.2, base=0.2
            )


def test_counts_people_asks_and_the_share_of_the_tenth_asked_most():
    ask_all([5, 2, *[1] * 9])  # of eleven people two are the tenth
    found = load(30, now=timezone.now())
    assert found == Load(people=11, asks=16, most_a_day=5, of_top_tenth=7)
    assert found.top_tenth_share == 43


def test_says_nothing_where_nobody_was_asked():
    assert load(30, now=timezone.now()).top_tenth_share is None


def test_is_shown_on_the_page_and_to_the_app(client):
    ask_all([3])
    page = client.get("/stats/").content.decode()
    assert "이웃 1명에게 3번 부탁했고, 가장 많이 부탁받은 열에 한 명이 100%를 맡았어요" in page
    told = client.get("/api/v1/stats/").json()["load"]
    assert told == {"people": 1, "asks": 3, "most_a_day": 3, "top_tenth_share": 100}
