from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from apps.accounts.models import User
from tests.factories import make_user

PASSWORD = "바람부는-언덕-42"


@pytest.fixture
def member(db) -> User:
    """Somebody who confirmed their address and can sign in with `PASSWORD`."""
    return confirmed(make_user("애월주민"))


def confirmed(user: User) -> User:
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client: Client, user: User, password: str = PASSWORD, **data: str):
    return client.post("/accounts/login/", {"login": user.email, "password": password} | data)


def sign_up(client: Client, **data: str):
    form = {
        "email": "new@example.com",
        "nickname": "새이웃",
        "password1": PASSWORD,
        "agreed": "on",
    }
    return client.post("/accounts/signup/", form | data)


def code_in(mail) -> str:
    """The code of a mail that carries one."""
    return re.search(r"^\d{6}$", mail.body, re.MULTILINE)[0]
