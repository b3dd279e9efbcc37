"""The app searches by the same rules as the pages."""

from __future__ import annotations

import pytest

from apps.questions.services import removing
from apps.search.models import MissedQuery
from tests.factories import make_question, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db

SEARCH, SUGGEST, SIMILAR = (
    "/api/v1/search/", "/api/v1/search/suggestions/", "/api/v1/search/similar/",
)  # fmt: skip


@pytest.fixture
def lighthouse():
    question = make_question(title="등대 어디예요?", body="바다가 보이는 등대 말이에요.")
    drain()
    return question


def test_it_finds_what_the_page_finds(client, lighthouse):
    found = client.get(SEARCH, {"q": "등대"}).json()
    (item,) = found["items"]
    assert item["question"]["id"] == lighthouse.pk
    assert {"text": "등대", "is_match": True} in item["snippet"]["parts"]
    assert (found["count"], found["next"], found["problems"]) == (1, None, [])


def test_it_is_kept_for_visitors_and_for_nobody_else(client, as_user, lighthouse):
    assert "max-age=60" in client.get(SEARCH, {"q": "등대"})["Cache-Control"]
    assert "no-store" in as_user(make_user()).get(SEARCH, {"q": "등대"})["Cache-Control"]


def test_what_was_meant_and_what_is_wrong_are_told(client, lighthouse):
    make_question(title="등대 앞이에요", body="")
    drain()
    found = client.get(SEARCH, {"q": "등데 지역:없는동네"}).json()
    assert found["instead"].startswith("등대")
    assert "없는동네" in found["problems"][0]


@pytest.mark.parametrize("path", [SEARCH, SUGGEST, SIMILAR])
def test_a_query_is_needed_and_not_too_long(client, path):
    for query in ({}, {"q": ""}, {"q": "가" * 101}):
        answer = client.get(path, query)
        assert answer.status_code == 400
        assert "q" in str(answer.json())


@pytest.mark.parametrize("path", [SEARCH, SUGGEST, SIMILAR])
def test_reading_is_all_there_is(client, as_user, path):
    assert client.post(path, {"q": "등대"}, content_type="application/json").status_code in {
        401,
        403,
    }
    signed_in = as_user(make_user())
    assert signed_in.post(path, {"q": "등대"}, content_type="application/json").status_code == 405


@pytest.mark.parametrize("path", [SEARCH, SUGGEST, SIMILAR])
def test_hidden_questions_are_in_none_of_them(client, lighthouse, path):
    removing.hide(moderator=make_user(is_staff=True), post=lighthouse, reason="시험")
    assert "등대 어디" not in client.get(path, {"q": "등대"}).content.decode()


@pytest.mark.parametrize(
    ("path", "limit"), [(SEARCH, "search"), (SUGGEST, "suggest"), (SIMILAR, "suggest")]
)
def test_too_many_wait(client, settings, path, limit):
    settings.RATE_LIMITS = {limit: "1/m"}
    answers = [client.get(path, {"q": "등대"}).status_code for _ in range(2)]
    assert answers == [200, 429]


def test_suggestions_and_similar_titles(client, lighthouse):
    assert client.get(SUGGEST, {"q": "등대"}).json()[0]["text"] == "등대 어디예요?"
    assert client.get(SIMILAR, {"q": "등대는 어디"}).json()[0]["id"] == lighthouse.pk


def test_the_api_notes_nothing(client):
    client.get(SEARCH, {"q": "없는말뭉치"})
    assert not MissedQuery.objects.exists()


def test_a_broken_cursor_is_told(client, lighthouse):
    assert client.get(SEARCH, {"q": "등대", "cursor": "?"}).status_code == 400
