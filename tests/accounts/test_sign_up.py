"""Becoming a member, from the form to the first page as somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services.registration import release_unfinished
from apps.events.models import Event
from tests.accounts.conftest import code_in, sign_up
from tests.factories import make_user

pytestmark = pytest.mark.django_db
CODE_PAGE = "/accounts/confirm-email/"


def registered() -> list[dict]:
    return [event.payload for event in Event.objects.filter(type="user.registered")]


class TestWhole:
    def test_signs_up_confirms_and_is_signed_in(self, client):
        response = sign_up(client)
        assert response.url == CODE_PAGE
        assert "_auth_user_id" not in client.session
        assert "new@example.com" in client.get(CODE_PAGE).content.decode()

        (message,) = mail.outbox
        assert message.to == ["new@example.com"]
        assert message.subject == f"[동네물어봐] 확인 코드 {code_in(message)}"

        response = client.post(CODE_PAGE, {"code": code_in(message)})
        assert response.url == "/"
        user = User.objects.get(email="new@example.com")
        assert client.session["_auth_user_id"] == str(user.pk)
        assert user.nickname == "새이웃"
        assert EmailAddress.objects.get(user=user).verified

    def test_tells_the_others_once(self, client):
        sign_up(client)
        user = User.objects.get(email="new@example.com")
        client.post(CODE_PAGE, {"code": code_in(mail.outbox[0])})
        assert registered() == [
            {
                "userId": str(user.pk),
                "email": "new@example.com",
                "createdAt": user.date_joined.isoformat(),
            }
        ]

    def test_comes_back_to_where_it_began(self, client):
        sign_up(client, next="/q/1/answer/")
        response = client.post(CODE_PAGE, {"code": code_in(mail.outbox[0])})
        assert response.url == "/q/1/answer/"

    @pytest.mark.parametrize(
        "target",
        ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"],
    )
    def test_never_to_another_site(self, client, target):
        sign_up(client, next=target)
        response = client.post(CODE_PAGE, {"code": code_in(mail.outbox[0])})
        assert response.url == "/"

    def test_what_was_being_written_is_there_afterwards(self, client):
        client.post("/ask/", {"title": "애월에 문 연 소아과 있나요?"})
        sign_up(client, next="/ask/")
        response = client.post(CODE_PAGE, {"code": code_in(mail.outbox[0])}, follow=True)
        assert response.redirect_chain == [("/ask/", 302)]
        assert "애월에 문 연 소아과 있나요?" in response.content.decode()

    def test_the_session_is_a_new_one(self, client):
        client.post("/ask/", {"title": "애월에 문 연 소아과 있나요?"})
        before = client.session.session_key
        sign_up(client)
        client.post(CODE_PAGE, {"code": code_in(mail.outbox[0])})
        assert client.session.session_key != before
        assert client.session.get_expiry_age() > 50 * 24 * 3600


class TestForm:
    def test_shows_itself(self, client):
        page = client.get("/accounts/signup/").content.decode()
        for name in ("email", "password1", "nickname", "agreed"):
            assert f'name="{name}"' in page
        assert "password2" not in page

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"email": ""}, "이메일을 적어 주세요."),
            ({"email": "새이웃"}, "이메일 주소가 맞는지"),
            ({"email": "a" * 250 + "@example.com"}, "이메일 주소가 맞는지"),
            ({"password1": ""}, "비밀번호를 적어 주세요."),
            ({"password1": "1234"}, "비밀번호는 8자 이상으로 정해 주세요."),
            ({"password1": "83650172949"}, "숫자로만 된 비밀번호예요."),
            ({"password1": "password"}, "많이들 쓰는 비밀번호라"),
            ({"password1": "저는새이웃입니다"}, "비밀번호에 닉네임을"),
            ({"nickname": ""}, "닉네임을 적어 주세요."),
            ({"nickname": "가"}, "2~12자"),
            ({"nickname": "가" * 13}, "2~12자"),
            ({"nickname": "<script>"}, "2~12자"),
            ({"nickname": "새\u202e이웃"}, None),
            ({"nickname": "운영자1"}, "운영진으로 보일"),
            ({"agreed": ""}, "동의해야 가입할 수 있어요."),
        ],
    )
    def test_says_what_to_mend(self, client, data, sentence):
        response = sign_up(client, **data)
        if sentence is None:
            assert User.objects.get().nickname == "새이웃"
        else:
            assert response.status_code == 200
            assert sentence in response.content.decode()
            assert not User.objects.exists()
            assert registered() == []

    def test_a_taken_nickname_is_told_in_any_capitals(self, client):
        make_user("JejuCat")
        page = sign_up(client, nickname="jejucat").content.decode()
        assert "이미 쓰고 있는 닉네임이에요" in page

    def test_the_password_is_never_sent_back(self, client):
        page = sign_up(client, nickname="가").content.decode()
        assert "바람부는-언덕-42" not in page

    def test_somebody_signed_in_has_no_business_here(self, client, member):
        client.force_login(member)
        assert client.get("/accounts/signup/").url == "/"
        assert sign_up(client).url == "/"
        assert User.objects.count() == 1

    def test_email_is_kept_in_small_letters(self, client):
        sign_up(client, email="New@Example.COM")
        assert User.objects.get().email == "new@example.com"


class TestKnownAddress:
    """Nobody learns from the form who is a member."""

    def both(self, member) -> tuple[Client, Client]:
        known, unknown = Client(), Client()
        first = sign_up(known, email=member.email)
        second = sign_up(unknown, nickname="다른이웃")
        assert (first.status_code, first.url) == (second.status_code, second.url)
        return known, unknown

    def test_the_page_looks_the_same(self, member):
        known, unknown = self.both(member)
        pages = [
            client.get(CODE_PAGE)
            .content.decode()
            .replace(member.email, "")
            .replace("new@example.com", "")
            for client in (known, unknown)
        ]
        assert normal(pages[0]) == normal(pages[1])

    def test_a_wrong_code_looks_the_same(self, member):
        known, unknown = self.both(member)
        pages = [
            client.post(CODE_PAGE, {"code": "not-it"}).content.decode().replace(email, "")
            for client, email in ((known, member.email), (unknown, "new@example.com"))
        ]
        assert normal(pages[0]) == normal(pages[1])

    def test_sending_again_looks_the_same_until_the_limit_and_at_it(self, member):
        answers = []
        for client, email in zip(self.both(member), (member.email, "new@example.com"), strict=True):
            for _ in range(4):
                client.post(CODE_PAGE, {"action": "resend"})
            retry = sign_up(Client(), email=email, nickname=f"이웃{len(answers)}")
            answers.append((retry.status_code, retry.headers.get("Location")))
        assert answers[0] == answers[1]

    def test_the_owner_is_told_by_mail(self, member):
        sign_up(Client(), email=member.email)
        (message,) = mail.outbox
        assert message.to == [member.email]
        assert "이미 가입한 주소예요" in message.body

    def test_nothing_is_stored(self, member):
        sign_up(Client(), email=member.email.upper())
        assert User.objects.count() == 1
        assert registered() == []

    def test_no_code_opens_the_account(self, member):
        client = Client()
        sign_up(client, email=member.email)
        client.post(CODE_PAGE, {"code": ""})
        client.post(CODE_PAGE, {"code": "000000"})
        assert "_auth_user_id" not in client.session


def normal(page: str) -> str:
    """A page without what differs at every request."""
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


class TestLimits:
    def test_an_address_signs_up_twenty_an_hour(self, client, settings):
        settings.RATE_LIMITS = {"sign_up": "2/h"}
        for number in range(2):
            assert (
                sign_up(
                    Client(), email=f"n{number}@example.com", nickname=f"이웃{number}"
                ).status_code
                == 302
            )
        response = sign_up(Client(), email="n3@example.com", nickname="이웃삼")
        assert response.status_code == 429
        assert 3590 < int(response.headers["Retry-After"]) <= 3600
        assert "1시간 뒤에" in response.content.decode() or "60분 뒤에" in response.content.decode()
        assert User.objects.count() == 2

    def test_a_mistake_does_not_count(self, settings):
        settings.RATE_LIMITS = {"sign_up": "2/h"}
        for _ in range(5):
            assert sign_up(Client(), nickname="가").status_code == 200


class TestComingBackWithoutTheCode:
    """Signed up, never confirmed, and here again in another browser."""

    @pytest.fixture
    def first(self, db):
        sign_up(Client())
        mail.outbox.clear()
        return User.objects.get()

    def test_the_nickname_is_ones_own_again(self, first, client):
        sign_up(client, password1="다른-비밀번호-77")
        client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[-1])})
        person = User.objects.get(is_active=True)
        assert (person.nickname, person.email) == (first.nickname, first.email)
        assert person.pk != first.pk
        assert person.check_password("다른-비밀번호-77")
        assert client.session["_auth_user_id"] == str(person.pk)

    def test_the_nickname_is_nobody_elses(self, first, client):
        page = sign_up(client, email="other@example.com")
        assert "이미 쓰고 있는 닉네임이에요" in page.content.decode()
        first.refresh_from_db()
        assert first.is_active

    def test_a_form_with_a_mistake_ends_nothing(self, first, client):
        assert sign_up(client, password1="1").status_code == 200
        first.refresh_from_db()
        assert first.nickname == "새이웃"

    def test_after_a_day_it_is_anybodys(self, first, client):
        assert release_unfinished() == 0
        with time_machine.travel(timezone.now() + timedelta(hours=25)):
            assert release_unfinished() == 1
        assert sign_up(client, email="other@example.com").status_code == 302
        assert User.objects.get(is_active=True).email == "other@example.com"

    def test_who_confirmed_or_belongs_to_the_site_keeps_theirs(self, member):
        make_user("쓰던이웃")
        with time_machine.travel(timezone.now() + timedelta(days=9)):
            assert release_unfinished() == 0
        assert not User.objects.filter(is_active=False).exists()
