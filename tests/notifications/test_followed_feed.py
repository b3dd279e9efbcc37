"""The questions under the tags somebody follows."""

from __future__ import annotations

import pytest

from apps.notifications.enums import Watching
from apps.notifications.services.following import watch
from apps.questions.models import Tag
from apps.questions.services import removing
from tests.factories import make_question, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    person = make_user()
    client.force_login(person)
    return person


def follow(person, *names, mode=Watching.FOLLOW):
    for name in names:
        watch(person=person, subject=Tag.objects.get(name=name), mode=mode)


def titles(client, **query):
    return [question.title for question in client.get("/following/", query).context["questions"]]


def test_are_each_shown_once_newest_first(client, reader):
    sea = make_question(tags=["바다"], title="바다에서 묻는 질문")
    both = make_question(tags=["바다", "노을"], title="바다와 노을을 묻는 질문")
    make_question(tags=["국수"], title="국수를 묻는 질문")
    sunset = make_question(tags=["노을"], title="노을을 묻는 질문")
    hidden = make_question(tags=["노을"], title="숨겨질 질문이에요")
    removing.hide(moderator=make_user(is_staff=True), post=hidden, reason="광고")
    follow(reader, "바다", "노을")
    follow(reader, "국수", mode=Watching.MUTE)
    assert titles(client) == [sunset.title, both.title, sea.title]


def test_come_page_by_page(client, reader):
    author = make_user()
    asked = [make_question(author, tags=["바다", f"태그{number % 3}"]) for number in range(25)]
    follow(reader, "바다", "태그0", "태그1")
    first = client.get("/following/")
    second = client.get("/following/", {"cursor": first.context["page"].next_cursor})
    seen = [*first.context["questions"], *second.context["questions"]]
    assert [question.id for question in seen] == [question.pk for question in reversed(asked)]
    assert second.context["page"].next_cursor is None
    assert client.get("/following/?cursor=!").status_code == 400


def test_who_follows_nothing_is_told_how(client, reader):
    assert "소식 받기" in client.get("/following/").content.decode()


def test_are_for_those_who_are_signed_in(client):
    assert client.get("/following/").status_code == 302
