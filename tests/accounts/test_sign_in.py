"""Signing in and out."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from redis.exceptions import ConnectionError as RedisGone

from apps.accounts.models import User
from apps.accounts.services import sessions
from tests.accounts.conftest import PASSWORD, code_in, sign_in, sign_up
from tests.factories import make_user

pytestmark = pytest.mark.django_db
WRONG = "이메일이나 비밀번호가 맞지 않아요"


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


class TestSigningIn:
    def test_works(self, client, member):
        assert sign_in(client, member).url == "/"
        assert is_signed_in(client)

    def test_whatever_the_capitals_of_the_address(self, client, member):
        client.post("/accounts/login/", {"login": member.email.upper(), "password": PASSWORD})
        assert is_signed_in(client)

    def test_comes_back_to_where_it_began(self, client, member):
        assert sign_in(client, member, next="/q/1/").url == "/q/1/"

    @pytest.mark.parametrize(
        "target",
        ["https://evil.example/", "//evil.example/", "http://127.0.0.1/", "/\\evil.example"],
    )
    def test_never_to_another_site(self, client, member, target):
        assert sign_in(client, member, next=target).url == "/"

    def test_the_link_to_signing_up_keeps_the_way_back(self, client):
        page = client.get("/accounts/login/?next=/ask/").content.decode()
        assert "/accounts/signup/?next=%2Fask%2F" in page
        assert 'name="next" value="/ask/"' in page

    def test_is_remembered_when_asked(self, client, member):
        sign_in(client, member, remember="on")
        assert client.session.get_expiry_age() > 50 * 24 * 3600

    def test_is_forgotten_with_the_browser_otherwise(self, client, member):
        sign_in(client, member)
        assert client.session.get_expire_at_browser_close()

    def test_somebody_signed_in_is_sent_on(self, client, member):
        client.force_login(member)
        assert client.get("/accounts/login/?next=/ask/").url == "/ask/"

    def test_no_social_buttons_without_keys(self, client):
        page = client.get("/accounts/login/").content.decode()
        assert "social__button" not in page
        assert client.get("/accounts/kakao/login/").status_code == 404

    def test_refuses_other_methods(self, client):
        assert client.delete("/accounts/login/").status_code == 405


class TestNotSigningIn:
    def test_wrong_password_and_unknown_address_look_the_same(self, client, member):
        wrong = sign_in(client, member, password="not-this-one-1")
        unknown = client.post(
            "/accounts/login/", {"login": "who@example.com", "password": PASSWORD}
        )
        for response in (wrong, unknown):
            assert response.status_code == 200
            assert WRONG in response.content.decode()
        assert not is_signed_in(client)

    def test_somebody_stopped_is_told_only_with_the_right_password(self, client, member):
        User.objects.filter(pk=member.pk).update(is_active=False)
        assert sign_in(client, member).url == "/accounts/inactive/"
        assert "이용이 멈춘 계정이에요" in client.get("/accounts/inactive/").content.decode()
        assert WRONG in sign_in(client, member, password="not-this-one-1").content.decode()
        assert not is_signed_in(client)

    def test_somebody_unconfirmed_gets_a_code_first(self, client):
        sign_up(Client())
        user = User.objects.get()
        mail.outbox.clear()
        assert sign_in(client, user, next="/q/1/").url == "/accounts/confirm-email/"
        assert not is_signed_in(client)
        response = client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[0])})
        assert response.url == "/q/1/"
        assert is_signed_in(client)

    def test_a_form_without_a_token_is_refused(self, member):
        client = Client(enforce_csrf_checks=True)
        assert sign_in(client, member).status_code == 403


class TestLimits:
    def test_guessing_at_one_account_stops_after_five(self, member):
        for number in range(5):
            client = Client(REMOTE_ADDR=f"203.0.113.{number}")
            assert sign_in(client, member, password="not-this-one-1").status_code == 200
        response = sign_in(Client(REMOTE_ADDR="203.0.113.99"), member)
        assert response.status_code == 429
        assert 890 < int(response.headers["Retry-After"]) <= 900
        assert "15분 뒤에" in response.content.decode()

    def test_an_unknown_address_is_limited_alike(self):
        answers = [
            Client(REMOTE_ADDR=f"203.0.113.{number}")
            .post("/accounts/login/", {"login": "who@example.com", "password": "x"})
            .status_code
            for number in range(6)
        ]
        assert answers == [200] * 5 + [429]

    def test_one_address_guessing_at_many_accounts_stops_after_ten(self, client):
        answers = [
            client.post(
                "/accounts/login/", {"login": f"n{n}@example.com", "password": "x"}
            ).status_code
            for n in range(11)
        ]
        assert answers == [200] * 10 + [429]

    def test_the_owner_signing_in_does_not_use_up_tries(self, member):
        for _ in range(8):
            assert sign_in(Client(), member).status_code == 302

    def test_nor_gives_a_guesser_new_ones(self, member):
        for _ in range(4):
            sign_in(Client(), member, password="not-this-one-1")
        sign_in(Client(), member)
        sign_in(Client(), member, password="not-this-one-1")
        assert sign_in(Client(), member).status_code == 429

    def test_looking_at_the_form_is_free(self, client):
        for _ in range(15):
            assert client.get("/accounts/login/").status_code == 200

    def test_without_valkey_nobody_guesses(self, client, member, monkeypatch):
        def refuse(*args, **kwargs):
            raise RedisGone("gone")

        monkeypatch.setattr("apps.core.ratelimit.get_redis_connection", refuse)
        response = sign_in(client, member)
        assert response.status_code == 503
        assert response.headers["Retry-After"]
        assert "지금은 확인할 수 없어요" in response.content.decode()


class TestSigningOut:
    def test_asks_and_then_does(self, client, member):
        client.force_login(member)
        assert "로그아웃할까요?" in client.get("/accounts/logout/").content.decode()
        assert is_signed_in(client)
        assert client.post("/accounts/logout/").url == "/"
        assert not is_signed_in(client)

    def test_twice_does_no_harm(self, client, member):
        client.force_login(member)
        client.post("/accounts/logout/")
        assert client.post("/accounts/logout/").url == "/"


class TestEverywhere:
    def test_ends_the_other_sessions_and_keeps_this_one(self, member):
        here, there = Client(), Client()
        sign_in(here, member)
        sign_in(there, member)
        assert here.get("/settings/sessions/").status_code == 200
        assert there.get("/settings/").status_code == 200
        assert here.post("/settings/sessions/").url == "/settings/"
        assert here.get("/settings/").status_code == 200
        assert there.get("/settings/").status_code == 302

    def test_more_than_once(self, member):
        here = Client()
        sign_in(here, member)
        for _ in range(3):
            here.post("/settings/sessions/")
        member.refresh_from_db()
        assert member.session_epoch == 3
        assert here.get("/settings/").status_code == 200

    def test_is_for_oneself(self, client):
        stranger = make_user()
        sessions.sign_out_everywhere(user=make_user())
        stranger.refresh_from_db()
        assert stranger.session_epoch == 0
        assert client.post("/settings/sessions/").status_code == 302
