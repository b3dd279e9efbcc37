"""Forgetting, changing and setting a password."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from tests.accounts.conftest import PASSWORD, confirmed, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NEW = "돌하르방-웃음-77"
RESET = "/accounts/password/reset/"


def ask_for_link(client, email):
    return client.post(RESET, {"email": email})


def link_in(message) -> str:
    return re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", message.body)[1]


class TestForgotten:
    def test_whole_way(self, client, member):
        assert ask_for_link(client, member.email).url == "/accounts/password/reset/done/"
        assert client.get("/accounts/password/reset/done/").status_code == 200
        (message,) = mail.outbox
        assert message.to == [member.email]
        form = client.get(link_in(message), follow=True)
        assert "새 비밀번호를 정해 주세요" in form.content.decode()
        response = client.post(form.redirect_chain[-1][0], {"password1": NEW})
        assert response.status_code == 302
        assert client.session["_auth_user_id"] == str(member.pk)
        assert sign_in(Client(), member, password=NEW).status_code == 302
        assert sign_in(Client(), member).status_code == 200
        assert "비밀번호가 바뀌었어요" in mail.outbox[-1].subject

    def test_the_key_leaves_the_address_bar(self, client, member):
        ask_for_link(client, member.email)
        link = link_in(mail.outbox[0])
        assert client.get(link).url != link
        assert client.get(link).url.endswith("-set-password/")

    def test_a_link_works_once(self, client, member):
        ask_for_link(client, member.email)
        link = link_in(mail.outbox[0])
        form = client.get(link, follow=True).redirect_chain[-1][0]
        client.post(form, {"password1": NEW})
        page = Client().get(link, follow=True).content.decode()
        assert "이 링크는 더 쓸 수 없어요" in page

    def test_a_made_up_link_does_not(self, client, member):
        assert (
            "더 쓸 수 없어요" in client.get(f"{RESET}key/1-made-up/", follow=True).content.decode()
        )

    def test_known_and_unknown_look_the_same(self, member):
        answers = [ask_for_link(Client(), email) for email in (member.email, "who@example.com")]
        assert {(answer.status_code, answer.url) for answer in answers} == {
            (302, "/accounts/password/reset/done/")
        }
        assert "가입하지 않은 주소" in mail.outbox[1].body

    def test_the_link_is_of_this_site_whatever_the_request_says(self, client, member, settings):
        settings.ALLOWED_HOSTS = ["*"]
        client.post(RESET, {"email": member.email}, headers={"Host": "evil.example"})
        assert "evil.example" not in mail.outbox[0].body
        assert settings.SITE_URL in mail.outbox[0].body

    def test_a_mailbox_gets_three_at_most(self, member):
        for email in (member.email, "who@example.com"):
            answers = [ask_for_link(Client(), email).status_code for _ in range(4)]
            assert answers == [302, 302, 302, 429]
        assert len(mail.outbox) == 6

    def test_frees_an_account_that_somebody_guesses_at(self, client, member):
        for _ in range(5):
            sign_in(Client(), member, password="not-this-one-1")
        assert sign_in(Client(), member).status_code == 429
        ask_for_link(client, member.email)
        form = client.get(link_in(mail.outbox[0]), follow=True).redirect_chain[-1][0]
        client.post(form, {"password1": NEW})
        assert sign_in(Client(), member, password=NEW).status_code == 302

    def test_a_weak_password_is_refused(self, client, member):
        ask_for_link(client, member.email)
        form = client.get(link_in(mail.outbox[0]), follow=True).redirect_chain[-1][0]
        assert client.post(form, {"password1": "12345678"}).status_code == 200
        assert sign_in(Client(), member).status_code == 302


class TestChanging:
    PAGE = "/accounts/password/change/"

    def test_ends_other_sessions_and_tells_by_mail(self, member):
        here, there = Client(), Client()
        sign_in(here, member)
        sign_in(there, member)
        response = here.post(self.PAGE, {"oldpassword": PASSWORD, "password1": NEW})
        assert response.url == "/settings/"
        assert here.get("/settings/").status_code == 200
        assert there.get("/settings/").status_code == 302
        (message,) = mail.outbox
        assert message.to == [member.email]
        assert "직접 한 일이 아니라면" in message.body

    def test_needs_the_old_one(self, client, member):
        client.force_login(member)
        response = client.post(self.PAGE, {"oldpassword": "not-this-one-1", "password1": NEW})
        assert "지금 쓰는 비밀번호가 맞지 않아요" in response.content.decode()
        assert sign_in(Client(), member).status_code == 302

    def test_guessing_the_old_one_is_limited(self, client, member):
        client.force_login(member)
        data = {"oldpassword": "not-this-one-1", "password1": NEW}
        answers = [client.post(self.PAGE, data).status_code for _ in range(11)]
        assert answers == [200] * 10 + [429]

    def test_is_for_somebody_signed_in(self, client):
        assert client.get(self.PAGE).url == f"/accounts/login/?next={self.PAGE}"


class TestSetting:
    def test_for_somebody_without_one(self, client):
        person = confirmed(make_user())
        person.set_unusable_password()
        person.save()
        client.force_login(person)
        assert client.get("/accounts/password/change/").url == "/accounts/password/set/"
        assert client.get("/accounts/password/set/").status_code == 200
        assert client.post("/accounts/password/set/", {"password1": NEW}).url == "/settings/"
        assert sign_in(Client(), person, password=NEW).status_code == 302
