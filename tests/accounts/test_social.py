"""Signing in with Kakao and Google, against a provider that speaks their protocol."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from allauth.socialaccount.providers.kakao.views import KakaoOAuth2Adapter
from allauth.socialaccount.providers.naver.views import NaverOAuth2Adapter
from django.core import mail
from django.test import Client

from apps.accounts.models import User
from apps.events.models import Event
from tests.accounts import loopback
from tests.accounts.conftest import PASSWORD, code_in, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SIGN_UP = "/accounts/3rdparty/signup/"
KEYS = {"client_id": loopback.CLIENT_ID, "secret": loopback.SECRET}


@pytest.fixture
def provider(monkeypatch, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "kakao": {"APPS": [KEYS]},
        "naver": {"APPS": [KEYS]},
        "google": {"APPS": [KEYS], "SCOPE": ["email", "profile"], "OAUTH_PKCE_ENABLED": True},
    }
    with loopback.running() as running:
        for adapter in (KakaoOAuth2Adapter, NaverOAuth2Adapter, GoogleOAuth2Adapter):
            monkeypatch.setattr(adapter, "authorize_url", f"{running.url}/authorize")
            monkeypatch.setattr(adapter, "access_token_url", f"{running.url}/token")
        for adapter in (KakaoOAuth2Adapter, NaverOAuth2Adapter):
            monkeypatch.setattr(adapter, "profile_url", f"{running.url}/me")
        yield running


def kakao_person(email="kakao@example.com", *, nickname="한라봉", valid=True, verified=True):
    account = {
        "profile": {"nickname": nickname},
        "email": email,
        "is_email_valid": valid,
        "is_email_verified": verified,
    }
    return {"id": 4242, "kakao_account": account if email else {"profile": {"nickname": nickname}}}


def go(client, name="kakao", **query):
    """From the button to what the site answers when the browser comes back."""
    response = client.post(f"/accounts/{name}/login/", query_params=query)
    agreed = requests.get(response.url, allow_redirects=False, timeout=5)
    back = urlsplit(agreed.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def finish(client, **data):
    form = {"nickname": "한라봉", "email": "kakao@example.com", "agreed": "on"}
    return client.post(SIGN_UP, form | data)


def sign_in_surely(client, member) -> None:
    """Connecting asks for the password once more."""
    sign_in(client, member)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def registered() -> list[str]:
    return [event.payload["email"] for event in Event.objects.filter(type="user.registered")]


class TestButtons:
    def test_stand_in_our_order(self, client, provider):
        for page in ("/accounts/login/", "/accounts/signup/"):
            content = client.get(page).content.decode()
            buttons = ("카카오로 계속하기", "네이버로 계속하기", "Google로 계속하기")
            places = [content.index(text) for text in buttons]
            assert places == sorted(places)

    def test_appear_for_the_configured_only(self, client, provider, settings):
        settings.SOCIALACCOUNT_PROVIDERS = {"kakao": {"APPS": [KEYS]}}
        content = client.get("/accounts/login/").content.decode()
        assert "카카오로 계속하기" in content
        assert "네이버로 계속하기" not in content

    def test_keep_the_way_back(self, client, provider):
        content = client.get("/accounts/login/?next=/ask/").content.decode()
        assert "/accounts/kakao/login/?process=login&amp;next=%2Fask%2F" in content

    def test_a_link_to_one_asks_first(self, client, provider):
        """Otherwise another site could sign its visitors in here."""
        content = client.get("/accounts/kakao/login/").content.decode()
        assert "카카오 계정으로 로그인할까요?" in content
        assert 'method="post"' in content


class TestKakao:
    def test_a_newcomer_chooses_a_nickname_and_is_in(self, client, provider):
        provider.person = kakao_person()
        assert go(client, next="/ask/").url == SIGN_UP
        page = client.get(SIGN_UP).content.decode()
        assert 'value="한라봉"' in page
        assert 'value="kakao@example.com"' in page
        assert not is_signed_in(client)
        assert finish(client).url == "/ask/"
        user = User.objects.get()
        assert client.session["_auth_user_id"] == str(user.pk)
        assert (user.nickname, user.has_usable_password()) == ("한라봉", False)
        assert EmailAddress.objects.get(user=user).verified
        assert registered() == ["kakao@example.com"]
        assert not mail.outbox

    def test_and_comes_in_at_once_the_next_time(self, provider):
        provider.person = kakao_person()
        first, second = Client(), Client()
        go(first)
        finish(first)
        assert go(second, next="/q/1/").url == "/q/1/"
        assert is_signed_in(second)
        assert registered() == ["kakao@example.com"]

    @pytest.mark.parametrize("flags", [{"verified": False}, {"valid": False}])
    def test_an_address_kakao_does_not_vouch_for_is_confirmed(self, client, provider, flags):
        provider.person = kakao_person(**flags)
        go(client)
        assert finish(client).url == "/accounts/confirm-email/"
        assert not is_signed_in(client)
        client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[0])})
        assert is_signed_in(client)

    def test_one_it_vouches_for_is_not_exchanged_on_the_way(self, client, provider):
        provider.person = kakao_person()
        go(client)
        assert "disabled" in client.get(SIGN_UP).content.decode()
        finish(client, email="other@example.com")
        assert User.objects.get().email == "kakao@example.com"
        assert EmailAddress.objects.get().email == "kakao@example.com"

    def test_without_an_address_one_is_asked(self, client, provider):
        provider.person = kakao_person(email="")
        go(client)
        assert finish(client, email="").status_code == 200
        assert finish(client, email="own@example.com").url == "/accounts/confirm-email/"

    def test_a_nickname_for_nobody_is_not_suggested(self, client, provider):
        provider.person = kakao_person(nickname="운영자")
        go(client)
        assert 'value="운영자"' not in client.get(SIGN_UP).content.decode()

    def test_a_taken_nickname_is_told_and_nothing_lost(self, client, provider, monkeypatch):
        make_user("한라봉")
        provider.person = kakao_person()
        go(client)
        assert "이미 쓰고 있는" in finish(client).content.decode()
        with monkeypatch.context() as faster:
            faster.setattr(
                "apps.accounts.services.nicknames.choose", lambda nickname, **_: nickname
            )
            assert "이미 쓰고 있는" in finish(client).content.decode()
        assert finish(client, nickname="천혜향").url == "/"
        assert is_signed_in(client)

    def test_the_sign_up_form_is_for_who_comes_from_there(self, client, provider):
        assert client.get(SIGN_UP).url == "/accounts/login/"
        assert finish(client).url == "/accounts/login/"


class TestKnownAddress:
    """Somebody else may have registered the address at the provider, or here."""

    def test_does_not_open_the_account(self, client, provider, member):
        provider.person = kakao_person(member.email)
        go(client)
        response = finish(client, email=member.email)
        assert response.url == "/accounts/confirm-email/"
        assert not is_signed_in(client)
        assert not SocialAccount.objects.exists()
        assert "이미 가입한 주소예요" in mail.outbox[0].body

    def test_neither_when_ours_was_never_confirmed(self, client, provider):
        squatter = make_user()
        provider.person = kakao_person(squatter.email)
        go(client)
        finish(client, email=squatter.email)
        assert not is_signed_in(client)
        assert not SocialAccount.objects.exists()

    def test_its_owner_connects_it_after_signing_in(self, provider, member):
        provider.person = kakao_person(member.email)
        client = Client()
        sign_in_surely(client, member)
        assert go(client, process="connect").url == "/accounts/3rdparty/"
        assert "계정을 연결했어요" in client.get("/accounts/3rdparty/").content.decode()
        later = Client()
        go(later)
        assert later.session["_auth_user_id"] == str(member.pk)

    def test_and_may_take_the_connection_back(self, provider, member):
        provider.person = kakao_person(member.email)
        client = Client()
        sign_in_surely(client, member)
        go(client, process="connect")
        account = SocialAccount.objects.get()
        client.post("/accounts/3rdparty/", {"account": account.pk})
        assert not SocialAccount.objects.exists()

    def test_but_not_somebody_elses(self, provider, member):
        provider.person = kakao_person()
        other = Client()
        go(other)
        finish(other)
        client = Client()
        sign_in(client, member)
        client.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
        assert SocialAccount.objects.count() == 1


class TestNaver:
    def test_its_address_is_confirmed_by_us(self, client, provider):
        """Naver does not say whether it knows the address to be the person's."""
        profile = {"id": "n-1", "nickname": "천혜향", "email": "naver@example.com"}
        provider.person = {"resultcode": "00", "message": "success", "response": profile}
        go(client, "naver")
        assert 'value="천혜향"' in client.get(SIGN_UP).content.decode()
        response = finish(client, nickname="천혜향", email="naver@example.com")
        assert response.url == "/accounts/confirm-email/"
        client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[0])})
        assert is_signed_in(client)


class TestGoogle:
    person = {"sub": "108", "email": "g@example.com", "email_verified": True, "given_name": "길동"}

    def test_whole_way_with_proof_of_the_code(self, client, provider):
        provider.person = self.person
        response = client.post("/accounts/google/login/")
        asked = parse_qs(urlsplit(response.url).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["code_challenge"]
        assert go(client, "google").url == SIGN_UP
        assert finish(client, email="g@example.com").url == "/"
        assert is_signed_in(client)

    def test_a_stolen_code_is_worthless_in_another_browser(self, provider):
        provider.person = self.person
        victim, thief = Client(), Client()
        sent = victim.post("/accounts/google/login/").url
        agreed = urlsplit(requests.get(sent, allow_redirects=False, timeout=5).headers["Location"])
        code = parse_qs(agreed.query)["code"][0]
        own_state = parse_qs(urlsplit(thief.post("/accounts/google/login/").url).query)["state"][0]
        query = {"code": code, "state": own_state}
        response = thief.get("/accounts/google/login/callback/", query)
        assert "로그인하지 못했어요" in response.content.decode()
        assert provider.refusals == ["wrong code_verifier"]
        assert not is_signed_in(thief)


class TestRefusals:
    def test_an_answer_nobody_asked_for_is_refused(self, provider):
        provider.person = kakao_person()
        attacker, victim = Client(), Client()
        sent = attacker.post("/accounts/kakao/login/").url
        agreed = urlsplit(requests.get(sent, allow_redirects=False, timeout=5).headers["Location"])
        response = victim.get(f"{agreed.path}?{agreed.query}")
        assert "로그인하지 못했어요" in response.content.decode()
        assert not is_signed_in(victim)

    def test_an_answer_works_once(self, client, provider):
        provider.person = kakao_person()
        sent = client.post("/accounts/kakao/login/").url
        agreed = urlsplit(requests.get(sent, allow_redirects=False, timeout=5).headers["Location"])
        back = f"{agreed.path}?{agreed.query}"
        assert client.get(back).url == SIGN_UP
        assert "로그인하지 못했어요" in client.get(back).content.decode()

    def test_changing_ones_mind_is_fine(self, client, provider):
        sent = client.post("/accounts/kakao/login/").url
        state = parse_qs(urlsplit(sent).query)["state"][0]
        query = {"error": "access_denied", "state": state}
        response = client.get("/accounts/kakao/login/callback/", query, follow=True)
        assert "로그인을 그만뒀어요" in response.content.decode()

    def test_never_to_another_site(self, client, provider):
        provider.person = kakao_person()
        go(client, next="https://evil.example/")
        assert finish(client).url == "/"
