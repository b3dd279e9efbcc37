"""What people and programs get when a rule says no and no view caught it."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from apps.core.error_pages import DomainErrorMiddleware
from apps.core.errors import Conflict, DomainError, NotAllowed, RateLimited


@pytest.fixture
def answer():
    middleware = DomainErrorMiddleware(lambda _request: None)

    def respond(error, path="/ask/", data=None, **headers):
        request = RequestFactory().post(path, data or {}, headers=headers)
        request.user = AnonymousUser()
        request.htmx = HtmxDetails(request)
        return middleware.process_exception(request, error)

    return respond


def test_too_often_says_when(answer):
    response = answer(RateLimited(27))
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "27"
    assert "27초 뒤에 다시" in response.content.decode()


def test_too_often_keeps_what_was_written(answer):
    data = {"title": '갈치 "맛집" <어디>', "tags": ["갈치", "애월"], "csrfmiddlewaretoken": "old"}
    page = answer(RateLimited(27), data=data).content.decode()
    assert 'name="title" value="갈치 &quot;맛집&quot; &lt;어디&gt;"' in page
    assert page.count('name="tags"') == 2
    assert "old" not in page


def test_a_password_is_never_sent_back(answer):
    page = answer(RateLimited(27), data={"login": "a@b.kr", "password1": "secret"}).content.decode()
    assert "secret" not in page


def test_htmx_gets_a_toast_and_keeps_its_page(answer):
    response = answer(RateLimited(27), HX_Request="true")
    page = response.content.decode()
    assert response.status_code == 429
    assert response.headers["HX-Reswap"] == "none"
    assert "<html" not in page
    assert 'hx-swap-oob="beforeend:#toasts"' in page
    assert "27초 뒤에 다시" in page


def test_programs_get_json(answer):
    response = answer(RateLimited(27), path="/api/v1/questions/")
    assert response.headers["Retry-After"] == "27"
    assert json.loads(response.content)["error"]["code"] == "rate_limited"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotAllowed("남의 질문은 고칠 수 없어요."), 403),
        (Conflict("그사이 바뀌었어요."), 409),
        (DomainError("어느 동네인지 골라 주세요."), 400),
    ],
)
def test_others_say_their_sentence(answer, error, status):
    response = answer(error)
    assert response.status_code == status
    assert str(error.message) in response.content.decode()
    assert "Retry-After" not in response.headers


def test_other_exceptions_are_not_its_business(answer):
    assert answer(KeyError("bug")) is None
