"""Whoever was signed out while writing finds every word again after signing in, until it is sent."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.questions.models import Comment, Draft
from tests.factories import make_question

HTMX = {"HX-Request": "true"}


def sent_signed_out(path, data, **headers):
    """A client whose form was posted after its session had ended, sent to sign in for its page."""
    client = Client()
    response = client.post(path, data, headers=headers)
    to = response.headers.get("Location") or response.headers["HX-Redirect"]
    assert to == f"/accounts/login/?next={path}"
    return client


def edited(question, **fields):
    kept = {"title": question.title, "body": question.body, "category": question.category.slug}
    return kept | {"tags": "애월", "version": str(question.version)} | fields


def test_an_edited_question(question):
    path = f"/q/{question.pk}/edit/"
    client = sent_signed_out(path, edited(question, body="고친 글이에요."))
    client.force_login(question.author)
    for _reload in range(2):
        assert "고친 글이에요." in client.get(path).content.decode()
    page = client.get(path, {"stored": "1"}).content.decode()
    assert "고친 글이에요." not in page
    client.post(path, edited(question, body="고친 글이에요."))
    question.refresh_from_db()
    assert question.body == "고친 글이에요."
    assert "아직 저장하지 않은 내용" not in client.get(path).content.decode()


def test_a_checkbox_that_was_cleared_stays_cleared(asker):
    question = make_question(asker, is_urgent=True)
    path = f"/q/{question.pk}/edit/"
    client = sent_signed_out(path, edited(question))
    client.force_login(asker)
    assert not client.get(path).context["form"]["is_urgent"].value()


def test_a_place_of_ones_own_is_not_kept_exactly(question):
    path = f"/q/{question.pk}/edit/"
    client = sent_signed_out(path, edited(question, lat="33.462719", lng="126.309481"))
    client.force_login(question.author)
    page = client.get(path).content.decode()
    assert "33.463" in page
    assert "33.4627" not in page


def test_an_edit_on_top_of_an_older_version_is_still_a_conflict(question):
    path = f"/q/{question.pk}/edit/"
    client = sent_signed_out(path, edited(question, body="오래된 화면에서"))
    other = Client()
    other.force_login(question.author)
    other.post(path, edited(question, body="그사이 고침"))
    client.force_login(question.author)
    version = client.get(path).context["form"]["version"].value()
    response = client.post(path, edited(question, body="오래된 화면에서", version=version))
    assert response.status_code == 409


def test_an_edited_answer(answer):
    path = f"/a/{answer.pk}/edit/"
    client = sent_signed_out(path, {"body": "다시 쓴 답변이에요.", "version": "1"})
    client.force_login(answer.author)
    for _reload in range(2):
        assert "다시 쓴 답변이에요." in client.get(path).content.decode()
    client.post(path, {"body": "다시 쓴 답변이에요.", "version": "1"})
    answer.refresh_from_db()
    assert answer.body == "다시 쓴 답변이에요."
    assert "아직 저장하지 않은 내용" not in client.get(path).content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("on", ["q", "a"])
def test_a_remark(question, answer, outsider, on, headers):
    post = question if on == "q" else answer
    path = f"/{on}/{post.pk}/comment/"
    client = sent_signed_out(path, {"body": "주말에도 그런가요?"}, **headers)
    client.force_login(outsider)
    for _reload in range(2):
        assert "주말에도 그런가요?</textarea>" in client.get(path).content.decode()
    client.post(path, {"body": "주말에도 그런가요?"})
    assert Comment.objects.get().body == "주말에도 그런가요?"
    assert "주말에도" not in client.get(path).content.decode()


def test_a_question_becomes_a_draft(asker):
    client = sent_signed_out("/ask/", {"title": "로그인이 풀린 질문", "body": "본문"})
    client.force_login(asker)
    for _reload in range(2):
        page = client.get("/ask/").content.decode()
        assert "로그인이 풀린 질문" in page
        assert "저장됨" in page
    assert Draft.objects.get().data["body"] == "본문"
    # What is written from now on is newer than what waited.
    client.post("/draft/", {"title": "이어서 쓴 질문"})
    assert "이어서 쓴 질문" in client.get("/ask/").content.decode()


def test_an_answer_becomes_a_draft(question, neighbour):
    path = f"/q/{question.pk}/answer/"
    client = sent_signed_out(path, {"body": "로그인이 풀린 답변"})
    client.force_login(neighbour)
    for _reload in range(2):
        page = client.get(path).content.decode()
        assert "로그인이 풀린 답변" in page
        assert "저장됨" in page
    assert Draft.objects.get().question == question


def test_choosing_a_region_takes_no_draft_away(asker):
    Draft.objects.create(author=asker, data={"title": "다른 기기에서 쓰던 질문"})
    client = Client()
    client.post("/ask/", {"title": "", "change_region": "1"})
    client.force_login(asker)
    assert "다른 기기에서 쓰던 질문" in client.get("/ask/").content.decode()
