"""How the API knows who is asking: a browser's session with its CSRF token, or the app's token."""

from __future__ import annotations

import json
import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.services.activation import deactivate
from apps.accounts.services.sessions import sign_out_everywhere
from apps.questions.models import Question
from tests.factories import make_category, make_region, make_user

pytestmark = pytest.mark.django_db

QUESTIONS = "/api/v1/questions/"
AUTH = "/api/v1/auth/"
PASSWORD = "pass-word-1"


@pytest.fixture
def person():
    person = make_user("애월주민")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def app():
    """A client that keeps no cookies and sends its token as a header."""

    def make(token: str | None = None) -> APIClient:
        headers = {"X-Session-Token": token} if token else {}
        return APIClient(enforce_csrf_checks=True, headers=headers)

    return make


@pytest.fixture
def sign_in(app, person):
    def post(password: str = PASSWORD):
        return app().post(f"{AUTH}login", {"email": person.email, "password": password})

    return post


def asked():
    return {
        "title": "한담 해안에 주차할 곳 있나요?",
        "region": make_region().pk,
        "category": make_category().slug,
    }


class TestBrowser:
    def test_a_session_writes_only_with_the_csrf_token(self, person):
        client = APIClient(enforce_csrf_checks=True)
        client.force_login(person)
        refused = client.post(QUESTIONS, asked())
        assert refused.status_code == 403
        assert refused.json()["error"] == {
            "code": "csrf_failed",
            "message": "페이지를 새로 고치고 다시 해 주세요.",
        }
        assert not Question.objects.exists()
        token = "a" * 32
        client.cookies[django_settings.CSRF_COOKIE_NAME] = token
        assert client.post(QUESTIONS, asked(), headers={"X-CSRFToken": token}).status_code == 201

    def test_reading_needs_no_csrf_token(self, person):
        client = APIClient(enforce_csrf_checks=True)
        client.force_login(person)
        assert client.get(QUESTIONS).status_code == 200


class TestApp:
    def test_it_signs_in_asks_and_signs_out(self, app, sign_in, person):
        answered = sign_in()
        assert answered.status_code == 200
        assert not answered.cookies
        client = app(answered.json()["meta"]["session_token"])
        response = client.post(QUESTIONS, asked())
        assert response.status_code == 201
        assert Question.objects.get().author == person
        assert client.delete(f"{AUTH}session").status_code == 401
        refused = client.post(QUESTIONS, asked())
        assert refused.status_code == 401
        assert refused.json()["error"] == {
            "code": "authentication_failed",
            "message": "로그인이 끝났어요. 다시 로그인해 주세요.",
        }

    def test_a_wrong_token_is_told_even_when_reading(self, app):
        response = app("not-a-token").get(QUESTIONS)
        assert response.status_code == 401
        assert response.json()["error"]["code"] == "authentication_failed"

    def test_what_a_token_read_is_not_shared(self, app, sign_in):
        response = app(sign_in().json()["meta"]["session_token"]).get(QUESTIONS)
        assert response.headers["Cache-Control"] == "private, no-store"

    def test_somebody_suspended_is_signed_out(self, app, sign_in, person):
        client = app(sign_in().json()["meta"]["session_token"])
        person.is_active = False
        person.save(update_fields=["is_active"])
        assert client.get(QUESTIONS).status_code == 401

    @pytest.mark.parametrize("happening", ["new password", "signed out everywhere", "stopped"])
    def test_a_token_ends_with_every_other_session(self, app, sign_in, person, happening):
        token = sign_in().json()["meta"]["session_token"]
        if happening == "new password":
            person.set_password("another-pass-2")
            person.save(update_fields=["password"])
        elif happening == "signed out everywhere":
            sign_out_everywhere(user=person)
        else:
            boss = make_user(is_superuser=True)
            deactivate(user=person, by=boss, reason="시험")
        assert app(token).get(QUESTIONS).status_code == 401
        assert app(token).post(QUESTIONS, asked()).status_code == 401

    def test_a_wrong_password_is_refused(self, sign_in):
        response = sign_in("wrong-pass-1")
        assert response.status_code == 400
        assert "session_token" not in response.content.decode()

    def test_guessing_is_slowed_down(self, sign_in, settings):
        settings.RATE_LIMITS = {"auth_api": "2/m"}
        for _ in range(2):
            assert sign_in("wrong-pass-1").status_code == 400
        refused = sign_in("wrong-pass-1")
        assert refused.status_code == 429
        assert refused.json()["error"]["code"] == "rate_limited"
        assert int(refused.headers["Retry-After"]) > 0

    def test_guessing_at_one_account_is_counted_by_account(self, sign_in, settings):
        settings.RATE_LIMITS = {"sign_in_account": "1/m"}
        assert sign_in("wrong-pass-1").status_code == 400
        assert sign_in().status_code == 429

    def test_every_address_counts(self, app, settings):
        settings.RATE_LIMITS = {"auth_api": "1/m"}
        assert app().get(f"{AUTH}session").status_code == 401
        assert app().post(f"{AUTH}signup", {}).status_code == 429

    def test_it_signs_up_confirms_the_address_and_asks(self, app):
        sent = {
            "email": "new@example.com",
            "password": PASSWORD,
            "nickname": "새로온이웃",
            "agreed": True,
        }
        pending = app().post(f"{AUTH}signup", sent)
        assert pending.status_code == 401
        flows = [flow["id"] for flow in pending.json()["data"]["flows"] if flow.get("is_pending")]
        assert flows == ["verify_email"]
        client = app(pending.json()["meta"]["session_token"])
        assert client.post(QUESTIONS, asked()).status_code == 401
        [message] = mail.outbox
        [code] = re.findall(r"\b[0-9]{6}\b", message.body)
        confirmed = client.post(f"{AUTH}email/verify", {"key": code})
        assert confirmed.status_code == 200
        token = confirmed.json()["meta"].get("session_token")
        assert app(token).post(QUESTIONS, asked()).status_code == 201
        assert Question.objects.get().author.nickname == "새로온이웃"

    def test_guessing_at_the_code_is_counted(self, app, settings):
        settings.RATE_LIMITS = {"verification_code": "1/m"}
        sent = {
            "email": "new@example.com",
            "password": PASSWORD,
            "nickname": "새로온이웃",
            "agreed": True,
        }
        pending = app().post(f"{AUTH}signup", sent)
        client = app(pending.json()["meta"]["session_token"])
        assert client.post(f"{AUTH}email/verify", {"key": "000000"}).status_code == 400
        assert client.post(f"{AUTH}email/verify", {"key": "000001"}).status_code == 429

    def test_an_address_that_is_taken_looks_like_any_other(self, app, person):
        sent = {"password": PASSWORD, "agreed": True}
        known = app().post(f"{AUTH}signup", sent | {"email": person.email, "nickname": "첫째"})
        fresh = app().post(f"{AUTH}signup", sent | {"email": "x@example.com", "nickname": "둘째"})
        assert known.status_code == fresh.status_code == 401
        assert known.json()["data"] == fresh.json()["data"]

    def test_one_mailbox_gets_few_mails(self, app, settings):
        settings.RATE_LIMITS = {"verification_mail": "1/m"}
        sent = {"email": "x@example.com", "password": PASSWORD, "agreed": True}
        assert app().post(f"{AUTH}signup", sent | {"nickname": "첫째"}).status_code == 401
        assert app().post(f"{AUTH}signup", sent | {"nickname": "둘째"}).status_code == 429
        assert len(mail.outbox) == 1

    def test_a_nickname_that_is_taken_is_named(self, app, person):
        sent = {"email": "new@example.com", "password": PASSWORD, "agreed": True}
        response = app().post(f"{AUTH}signup", sent | {"nickname": person.nickname})
        assert response.status_code == 400
        [error] = response.json()["errors"]
        assert error["param"] == "nickname"

    def test_a_wrong_method_is_told_in_the_envelope(self):
        response = Client().put(f"{AUTH}login", "{}", content_type="application/json")
        assert response.status_code in {400, 405}
        assert response.headers["Content-Type"] == "application/json"

    @pytest.mark.parametrize("path", ["login", "signup"])
    def test_half_a_character_in_a_password_is_refused(self, app, path):
        body = {"email": "new@example.com", "nickname": "새이웃", "agreed": True}
        refused = app().generic(
            "POST",
            f"{AUTH}{path}",
            json.dumps(body | {"password": "\ud800 asdf ghjk"}),
            content_type="application/json",
        )
        assert refused.status_code == 400
        assert {error["param"] for error in refused.json()["errors"]} == {"password"}
