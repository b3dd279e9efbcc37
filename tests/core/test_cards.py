from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import override

from apps.core import cards
from apps.core.views.samples import Named, Person, asked


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(cards, "_kept", {})


CHANGES = {
    "id": 99,
    "title": "다른 제목이에요",
    "region": Named("한림읍"),
    "category": Named("교통"),
    "author": Person("다른이웃", 2),
    "tag_list": [Named("주차")],
    "answer_count": 2,
    "me_too_count": 4,
    "bounty": 50,
    "is_urgent": False,
    "is_open": False,
    "accepted_answer_id": 5,
}


@pytest.mark.parametrize(("name", "value"), CHANGES.items(), ids=list(CHANGES))
def test_whatever_changes_shows(name, value):
    question = asked()
    before = cards.question_card(question)
    assert cards.question_card(replace(question, **{name: value})) != before


def test_a_new_level_shows():
    question = asked()
    before = cards.question_card(question)
    assert (
        cards.question_card(replace(question, author=Person(question.author.nickname, 9))) != before
    )


def test_time_goes_on():
    question = asked()
    card = cards.question_card(question)
    later = cards.question_card(
        replace(question, created_at=question.created_at - timedelta(minutes=1))
    )
    assert "7분째" in card
    assert "8분째" in later


def test_an_unchanged_card_is_rendered_once():
    question = asked()
    assert cards.question_card(question) is cards.question_card(question)


def test_each_language_has_its_own():
    cards.question_card(asked())
    with override("en"):
        cards.question_card(asked())
    assert len(cards._kept) == 2


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(cards, "KEPT_MAX", 3)
    for number in range(10):
        cards.question_card(replace(asked(), id=number))
    assert len(cards._kept) <= 3


def test_a_title_is_escaped():
    card = cards.question_card(replace(asked(), title="<script>alert(1)</script>"))
    assert "<script>" not in card
