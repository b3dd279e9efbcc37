"""A form whose token has changed, because somebody signed in in another tab, is not lost."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories import make_user

HOME = "http://testserver"
WRITTEN = {"title": "다른 탭에서 로그인했어요 <b>", "body": "길게 쓴 글"}


@pytest.fixture
def reader(db):
    """Signed in, with a token in the cookie that the open form does not know."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("애월주민"))
    client.get("/csrf/")
    return client


def send(client, data, path="/settings/", **headers):
    return client.post(path, data | {"csrfmiddlewaretoken": "a" * 64}, headers=headers)


def fields(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def test_our_own_page_offers_to_send_it_again(reader):
    sent = {"nickname": "새이름이에요", "bio": "한담 <b>", "home_region": ""}
    response = send(reader, sent, Origin=HOME)
    page = response.content.decode()
    assert response.status_code == 403
    assert response.headers["Cache-Control"] == "no-store"
    assert "지금은 애월주민 님으로 로그인되어 있어요" in page
    assert 'value="한담 &lt;b&gt;"' in page
    again = fields(page)
    assert again.keys() == {*sent, "csrfmiddlewaretoken"}
    saved = reader.post("/settings/", sent | {"csrfmiddlewaretoken": again["csrfmiddlewaretoken"]})
    assert saved.url == "/settings/"


def test_the_referer_speaks_where_there_is_no_origin(reader):
    assert "길게 쓴 글" in send(reader, WRITTEN, Referer=f"{HOME}/ask/").content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://testserver:8000"},
        {"Origin": "https://testserver"},
        {"Origin": "null", "Referer": f"{HOME}/ask/"},
        {"Referer": "https://evil.example/?http://testserver/"},
        {"Referer": "testserver"},
    ],
)
def test_what_another_site_sent_stands_behind_no_button_of_ours(reader, headers):
    response = send(reader, WRITTEN, **headers)
    page = response.content.decode()
    assert response.status_code == 403
    assert "길게 쓴 글" not in page
    assert "다시 보내기" not in page
    assert "X-CSRF" not in response.headers


def test_a_password_is_never_sent_back(reader):
    page = send(reader, {"login": "a@b.kr", "password": "secret"}, Origin=HOME).content.decode()
    assert "secret" not in page
    assert "a@b.kr" not in page


def test_htmx_gets_a_toast_and_scripts_are_told(reader):
    response = send(reader, WRITTEN, Origin=HOME, HX_Request="true")
    page = response.content.decode()
    assert response.status_code == 403
    assert response.headers["X-CSRF"] == "stale"
    assert response.headers["HX-Reswap"] == "none"
    assert "<html" not in page
    assert "한 번 더 눌러 주세요" in page


def test_an_open_page_gets_a_new_token_and_learns_whose_it_is(reader, client):
    answer = reader.get("/csrf/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.json()["me"] == reader.session["_auth_user_id"]
    headers = {"X-CSRFToken": answer.json()["csrf"], "Origin": HOME}
    assert reader.post("/draft/", {"title": "쓰는 중"}, headers=headers).status_code == 200
    assert client.get("/csrf/").json()["me"] == ""
