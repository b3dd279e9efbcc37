from __future__ import annotations

from uuid import uuid4

import pytest

from apps.questions.models import Draft, Question
from tests.factories import SEOUL, make_category, make_region, make_user

URL = "/ask/"


@pytest.fixture
def form(db):
    return {
        "title": "한담 산책로 유모차로 다닐 만한가요?",
        "body": "두 돌 아이랑 가요.",
        "region": str(make_region().pk),
        "category": make_category("kids").slug,
        "tags": "#애월 유모차, 산책",
        "idempotency_key": str(uuid4()),
    }


def test_a_person_asks_and_sees_the_question(as_user, asker, form):
    response = as_user(asker).post(URL, form, follow=True)
    question = Question.objects.get()
    assert response.redirect_chain == [(question.get_absolute_url(), 302)]
    assert form["title"] in response.content.decode()
    assert [tag.name for tag in question.tag_list] == ["애월", "유모차", "산책"]


def test_the_second_click_asks_nothing_new(as_user, asker, form):
    client = as_user(asker)
    first, second = client.post(URL, form), client.post(URL, form)
    assert first.url == second.url
    assert Question.objects.count() == 1


def test_going_back_and_writing_another_question_loses_nothing(as_user, asker, form):
    client = as_user(asker)
    client.post(URL, form)
    told = client.post(URL, form | {"title": "물영아리오름은 유모차로 갈 수 있나요?"})
    assert told.status_code == 400
    assert "조금 전에 올린 글과 내용이 달라요" in told.content.decode()
    sent = told.context["form"]
    again = {name: sent[name].value() for name in form}
    assert again["idempotency_key"] != form["idempotency_key"]
    assert again["title"] == "물영아리오름은 유모차로 갈 수 있나요?"
    assert client.post(URL, again).status_code == 302
    assert Question.objects.count() == 2


def test_errors_name_the_fields_and_lose_nothing(as_user, asker, form):
    form |= {"title": "음", "category": "", "tags": "<b>", "region": ""}
    response = as_user(asker).post(URL, form)
    page = response.content.decode()
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"title", "category", "tags", "region"}
    assert "두 돌 아이랑 가요." in page
    assert "&lt;b&gt;" in page
    assert not Question.objects.exists()


def test_a_region_that_is_not_open_or_not_there_is_refused(as_user, asker, form):
    for region in (str(make_region(SEOUL).pk), "99999999", "애월", "-1", "9" * 30):
        response = as_user(asker).post(URL, form | {"region": region})
        assert response.status_code == 400
        assert "region" in response.context["form"].errors


def test_signed_out_writing_waits_for_the_sign_in(client, form, asker):
    response = client.post(URL, form)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=/ask/")
    asker.set_password("pass-word-1")
    asker.save()
    client.force_login(asker)
    page = client.get(URL).content.decode()
    assert form["title"] in page
    assert form["body"] in page
    assert not Question.objects.exists()


def test_an_expired_login_in_the_middle_of_a_swap_leads_to_the_sign_in(client, form):
    response = client.post(URL, form, headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"].startswith("/accounts/login/?next=/ask/")


def test_choosing_another_region_keeps_what_was_written(as_user, asker, form):
    client = as_user(asker)
    response = client.post(URL, form | {"change_region": "1"})
    assert response.url == "/r/?next=%2Fask%2F"
    page = client.get(URL, {"region": make_region(50110000).pk}).content.decode()
    assert form["title"] in page
    assert "제주시" in page


def test_the_draft_is_kept_while_typing_and_only_for_its_author(as_user, asker, outsider):
    client = as_user(asker)
    saved = client.post("/draft/", {"title": "쓰는 중", "secret": "x"})
    assert saved.json()["saved_at"]
    assert Draft.objects.get().data == {"title": "쓰는 중"}
    assert "쓰는 중" in client.get(URL).content.decode()
    assert "쓰는 중" not in as_user(outsider).get(URL).content.decode()
    assert client.post("/draft/", {"title": "", "body": ""}).json()["saved_at"] is None
    assert not Draft.objects.exists()


def test_a_draft_needs_a_person_and_a_post(client, asker, db):
    assert client.post("/draft/", {"title": "x"}).status_code in (302, 401)
    assert client.get("/draft/").status_code == 405


def test_a_body_of_ten_megabytes_is_refused_before_it_is_read(as_user, asker, form):
    response = as_user(asker).post(URL, form | {"body": "가" * 3_500_000})
    assert response.status_code == 413
    assert not Question.objects.exists()


def test_the_sixth_question_in_a_minute_waits(as_user, asker, form):
    client = as_user(asker)
    for _number in range(5):
        assert client.post(URL, form | {"idempotency_key": str(uuid4())}).status_code == 302
    response = client.post(URL, form | {"idempotency_key": str(uuid4())})
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert Question.objects.count() == 5


def test_only_what_is_published_counts_as_a_question(as_user, asker, form):
    client = as_user(asker)
    new = iter(lambda: str(uuid4()), "")
    for _number in range(4):
        assert client.post(URL, form | {"idempotency_key": next(new)}).status_code == 302
        assert client.post(URL, form | {"change_region": "1"}).status_code == 302
        assert client.post(URL, form | {"title": "음"}).status_code == 400
    last = form | {"idempotency_key": next(new)}
    published = client.post(URL, last)
    assert published.status_code == 302
    # The limit is reached: a second click still leads to what the first one wrote.
    assert client.post(URL, last).url == published.url
    assert client.post(URL, form | {"title": "음"}).status_code == 400
    assert client.post(URL, form | {"idempotency_key": next(new)}).status_code == 429
    assert Question.objects.count() == 5


def test_trying_without_end_is_limited_too(as_user, asker, form, settings):
    settings.RATE_LIMITS = {"write": "3/m"}
    client = as_user(asker)
    for _number in range(3):
        assert client.post(URL, form | {"title": "음"}).status_code == 400
    refused = client.post(URL, form)
    assert refused.status_code == 429
    assert form["body"] in refused.content.decode()
    assert not Question.objects.exists()


def test_what_is_wrong_is_told_in_the_order_of_the_page(as_user, asker, form):
    page = as_user(asker).post(URL, form | {"title": "", "region": "", "category": ""})
    told = page.content.decode().split("조금만 더 고쳐 주세요")[1].split("</ul>")[0]
    assert [told.index(label) for label in ("제목:", "지역:", "분류:")] == sorted(
        told.index(label) for label in ("제목:", "지역:", "분류:")
    )


def test_without_a_token_nothing_is_written(asker, form):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(asker)
    assert client.post(URL, form).status_code == 403
    assert not Question.objects.exists()


def test_nobody_is_offered_a_bounty_they_cannot_pay(as_user, form):
    response = as_user(make_user()).post(URL, form | {"bounty": "100"})
    assert response.status_code == 400
    assert "bounty" in response.context["form"].errors
