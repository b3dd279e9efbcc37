"""The words of its title in a question's address."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.conf import settings

from apps.questions.services import editing, removing
from apps.questions.services.viewing import flush_views
from tests.factories import make_answer, make_question, make_user
from tests.questions.reading import head_of

pytestmark = pytest.mark.django_db


def titled(question, words: str) -> str:
    return f"/q/{question.pk}/{quote(words)}/"


def test_a_question_is_at_the_words_of_its_title(client):
    question = make_question(title="한담 해변, 몇 시에 붐벼요?")
    assert question.get_absolute_url() == titled(question, "한담-해변-몇-시에-붐벼요")
    assert question.title in client.get(question.get_absolute_url()).content.decode()


def test_the_number_alone_leads_there_and_names_the_whole_address(client):
    question = make_question()
    make_answer(question)
    response = client.get(f"/q/{question.pk}/")
    assert response.status_code == 200
    assert head_of(response).canonical == f"{settings.SITE_URL}{question.get_absolute_url()}"


@pytest.mark.parametrize("query", ["", "?cursor=", "?utm_source=mail&x=%EA%B0%80"])
def test_other_words_lead_to_the_right_ones(client, query):
    question = make_question()
    response = client.get(titled(question, "다른-말") + query)
    assert response.status_code == 301
    assert response.headers["Location"] == question.get_absolute_url() + query
    assert response.headers["Cache-Control"] == "no-cache"


def test_an_edited_title_moves_the_page(client):
    question = make_question(title="처음 제목이에요")
    before = question.get_absolute_url()
    editing.edit_question(
        editor=question.author,
        question=question,
        title="고친 제목이에요",
        body="",
        category=question.category,
        tags=[],
        is_urgent=False,
        version=1,
    )
    question.refresh_from_db()
    assert client.get(before).headers["Location"] == question.get_absolute_url() != before


def test_a_page_opened_before_the_edit_still_gets_its_next_answers(client):
    question = make_question()
    fragment = client.get(titled(question, "옛-제목"), headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert "<html" not in fragment.content.decode()


def test_a_title_like_another_address_goes_without_words(client):
    question = make_question(title="History")
    assert question.get_absolute_url() == f"/q/{question.pk}/"


def test_a_title_without_words_has_an_address(client):
    question = make_question(title="?????????")
    assert client.get(question.get_absolute_url()).status_code == 200


def test_other_words_tell_nothing_of_a_hidden_question(client):
    question = make_question(title="비밀 제목이에요")
    removing.hide(moderator=make_user(is_staff=True), post=question, reason="시험")
    response = client.get(titled(question, "다른-말"))
    assert response.status_code == 404
    assert "Location" not in response.headers


def test_a_redirect_is_no_view(client):
    question = make_question()
    client.get(titled(question, "다른-말"))
    assert flush_views() == 0
    client.get(question.get_absolute_url())
    assert flush_views() == 1


def test_only_reading_is_possible(client):
    assert client.post(make_question().get_absolute_url()).status_code == 405


@pytest.mark.parametrize("place", ["/", "/r/{slug}/", "/t/소아과/", "/@{nickname}/"])
def test_lists_link_to_it(client, place):
    question = make_question(tags=["소아과"])
    path = place.format(slug=question.region.slug, nickname=question.author.nickname)
    assert f'href="{question.get_absolute_url()}"' in client.get(path).content.decode()
