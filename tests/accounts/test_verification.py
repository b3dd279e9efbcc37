"""The code page: sending again, guessing, beginning again."""

from __future__ import annotations

import time

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from apps.accounts.models import User
from apps.accounts.services import registration
from tests.accounts.conftest import code_in, sign_in, sign_up

pytestmark = pytest.mark.django_db
CODE_PAGE = "/accounts/confirm-email/"
AGAIN = "/accounts/confirm-email/again/"


@pytest.fixture
def waiting(client):
    """A visitor who has just signed up and looks at the code page."""
    sign_up(client, next="/ask/")
    return client


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


class TestCode:
    def test_is_asked_for_nobody_out_of_the_blue(self, client):
        assert client.get(CODE_PAGE).url == "/accounts/login/"
        assert client.post(CODE_PAGE, {"code": "000000"}).url == "/accounts/login/"

    def test_a_wrong_one_may_be_mended(self, waiting):
        page = waiting.post(CODE_PAGE, {"code": "nothing"}).content.decode()
        assert "코드가 맞지 않아요" in page
        waiting.post(CODE_PAGE, {"code": code_in(mail.outbox[0])})
        assert is_signed_in(waiting)

    def test_spaces_around_it_do_no_harm(self, waiting):
        waiting.post(CODE_PAGE, {"code": f" {code_in(mail.outbox[0])} "})
        assert is_signed_in(waiting)

    def test_five_wrong_ones_end_it(self, waiting):
        for _ in range(4):
            assert waiting.post(CODE_PAGE, {"code": "nothing"}).status_code == 200
        response = waiting.post(CODE_PAGE, {"code": "nothing"}, follow=True)
        assert "처음부터 다시 해 주세요" in response.content.decode()
        waiting.post(CODE_PAGE, {"code": code_in(mail.outbox[0])})
        assert not is_signed_in(waiting)

    def test_guessing_on_with_new_sessions_is_limited_by_address(self, settings):
        settings.RATE_LIMITS = {"verification_code": "6/h"}
        sign_up(Client())
        user = User.objects.get()
        answers = []
        for _ in range(3):
            client = Client()
            sign_in(client, user)
            answers += [client.post(CODE_PAGE, {"code": "nothing"}).status_code for _ in range(4)]
        assert answers[:6] == [200] * 6
        assert set(answers[6:]) == {429}

    def test_works_in_the_browser_that_asked_only(self, waiting):
        other = Client()
        other.post(CODE_PAGE, {"code": code_in(mail.outbox[0])})
        assert not is_signed_in(other)

    def test_expires(self, waiting, monkeypatch):
        later = time.time() + 16 * 60
        monkeypatch.setattr("time.time", lambda: later)
        waiting.post(CODE_PAGE, {"code": code_in(mail.outbox[0])})
        assert not is_signed_in(waiting)

    def test_works_once(self, waiting):
        code = code_in(mail.outbox[0])
        waiting.post(CODE_PAGE, {"code": code})
        waiting.post("/accounts/logout/")
        waiting.post(CODE_PAGE, {"code": code})
        assert not is_signed_in(waiting)


class TestSendingAgain:
    def test_sends_a_new_code_and_forgets_the_old(self, waiting):
        response = waiting.post(CODE_PAGE, {"action": "resend"}, follow=True)
        assert "코드를 다시 보냈어요" in response.content.decode()
        old, new = (code_in(message) for message in mail.outbox)
        assert old != new
        waiting.post(CODE_PAGE, {"code": new})
        assert is_signed_in(waiting)

    def test_a_few_times(self, waiting):
        for _ in range(5):
            response = waiting.post(CODE_PAGE, {"action": "resend"}, follow=True)
        assert "더는 보낼 수 없어요" in response.content.decode()
        assert len(mail.outbox) == 3

    def test_a_strangers_mailbox_is_not_flooded(self):
        answers = [sign_up(Client(), nickname=f"이웃{n}").status_code for n in range(6)]
        assert answers == [302] * 4 + [429] * 2
        assert len(mail.outbox) == 4

    def test_a_mail_server_that_fails_is_told_and_nothing_lost(self, client, monkeypatch):
        def fail(*args, **kwargs):
            raise ConnectionRefusedError

        with monkeypatch.context() as broken:
            broken.setattr("django.core.mail.message.EmailMessage.send", fail)
            response = sign_up(client)
        page = client.get(response.url).content.decode()
        assert "지금은 메일을 보내지 못했어요" in page
        client.post(CODE_PAGE, {"action": "resend"})
        client.post(CODE_PAGE, {"code": code_in(mail.outbox[0])})
        assert is_signed_in(client)


class TestBeginningAgain:
    def test_everything_typed_is_there_and_the_nickname_free(self, waiting):
        response = waiting.post(AGAIN)
        assert response.url == "/accounts/signup/?next=%2Fask%2F"
        page = waiting.get(response.url).content.decode()
        assert "새이웃" in page
        assert "new@example.com" in page
        sign_up(waiting, email="right@example.com", next="/ask/")
        response = waiting.post(CODE_PAGE, {"code": code_in(mail.outbox[-1])})
        assert response.url == "/ask/"
        assert User.objects.get(is_active=True).email == "right@example.com"

    def test_the_mistyped_address_is_free_for_its_owner(self, waiting):
        waiting.post(AGAIN)
        assert not EmailAddress.objects.exists()
        owner = Client()
        sign_up(owner, nickname="주인이웃")
        owner.post(CODE_PAGE, {"code": code_in(mail.outbox[-1])})
        assert is_signed_in(owner)

    def test_looks_the_same_for_a_known_address(self, client, member):
        sign_up(client, email=member.email, next="/ask/")
        response = client.post(AGAIN)
        assert response.url == "/accounts/signup/?next=%2Fask%2F"
        assert "새이웃" in client.get(response.url).content.decode()
        member.refresh_from_db()
        assert member.is_active

    def test_is_for_nobody_who_made_it(self, waiting):
        waiting.post(CODE_PAGE, {"code": code_in(mail.outbox[0])})
        waiting.post(AGAIN)
        assert User.objects.get().is_active
        assert is_signed_in(waiting)

    def test_comes_too_late_once_confirmed(self, member):
        assert registration.abandon(user_id=member.pk) is False
        member.refresh_from_db()
        assert member.is_active

    def test_twice_and_out_of_the_blue_do_no_harm(self, waiting):
        waiting.post(AGAIN)
        assert waiting.post(AGAIN).status_code == 302
        assert Client().post(AGAIN).url == "/accounts/signup/"

    def test_only_by_post(self, waiting):
        assert waiting.get(AGAIN).status_code == 405
        assert User.objects.get().is_active
