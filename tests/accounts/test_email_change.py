"""Changing one's address: confirmed first, and only by somebody who knows the password."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from apps.accounts.models import User
from tests.accounts.conftest import PASSWORD, code_in, confirmed, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE = "/accounts/email/"
CODE_PAGE = "/accounts/confirm-email/"


@pytest.fixture
def signed_in(member):
    client = Client()
    sign_in(client, member)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def change(client, email):
    return client.post(PAGE, {"email": email, "action_add": "1"})


def test_whole_way(signed_in, member):
    assert member.email in signed_in.get(PAGE).content.decode()
    assert change(signed_in, "New@Example.com").url == CODE_PAGE
    assert User.objects.get(pk=member.pk).email == member.email
    (message,) = mail.outbox
    assert message.to == ["new@example.com"]
    signed_in.post(CODE_PAGE, {"code": code_in(message)})
    assert User.objects.get(pk=member.pk).email == "new@example.com"
    assert EmailAddress.objects.get(user=member).email == "new@example.com"
    assert mail.outbox[-1].to == [member.email]
    assert "이메일이 바뀌었어요" in mail.outbox[-1].subject


def test_a_wrong_code_changes_nothing(signed_in, member):
    change(signed_in, "new@example.com")
    signed_in.post(CODE_PAGE, {"code": "nothing"})
    assert User.objects.get(pk=member.pk).email == member.email


def test_somebody_elses_address_is_not_told_and_not_taken(signed_in, member):
    other = confirmed(make_user())
    assert change(signed_in, other.email).url == CODE_PAGE
    signed_in.post(CODE_PAGE, {"code": code_in(mail.outbox[0])})
    assert User.objects.get(pk=member.pk).email == member.email
    assert User.objects.get(pk=other.pk).email == other.email


def test_asks_for_the_password_again(client, member):
    client.force_login(member)
    response = change(client, "new@example.com")
    assert response.url.startswith("/accounts/reauthenticate/")
    page = client.get(response.url)
    assert "비밀번호를 한 번 더" in page.content.decode()
    assert "맞지 않아요" in client.post(response.url, {"password": "no"}).content.decode()
    assert client.post(response.url, {"password": PASSWORD}).url == CODE_PAGE
    assert mail.outbox[0].to == ["new@example.com"]


def test_a_strangers_mailbox_is_not_flooded(signed_in):
    answers = [change(signed_in, "new@example.com").status_code for _ in range(5)]
    assert answers == [302] * 4 + [429]


@pytest.mark.parametrize("email", ["", "no", "a" * 250 + "@example.com"])
def test_says_what_is_wrong(signed_in, email):
    assert "이메일" in change(signed_in, email).content.decode()
    assert not mail.outbox


def test_is_for_somebody_signed_in(client):
    assert client.get(PAGE).url == f"/accounts/login/?next={PAGE}"
