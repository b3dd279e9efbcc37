"""Becoming a member when somebody else does at the same moment."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client

from apps.accounts.models import User
from apps.accounts.services import nicknames
from apps.accounts.services.nicknames import NicknameTaken
from apps.accounts.services.profile import update_profile
from apps.accounts.services.registration import EmailTaken, register
from apps.core.errors import DomainError
from apps.events.models import Event
from tests.accounts.conftest import sign_up
from tests.at_once import at_once
from tests.factories import make_user


def newcomer(number: int, *, nickname: str = "새이웃", email: str = "") -> User:
    return User(email=email or f"n{number}@example.com", nickname=nickname, password="!")


def registered() -> int:
    return Event.objects.filter(type="user.registered").count()


@pytest.mark.django_db
class TestOne:
    def test_is_stored_and_told(self):
        user = register(user=newcomer(1, nickname=" JejuCat\u200b", email="New@Example.com"))
        user.refresh_from_db()
        assert (user.nickname, user.email) == ("JejuCat", "new@example.com")
        assert registered() == 1

    def test_a_bad_name_is_neither(self):
        with pytest.raises(DomainError):
            register(user=newcomer(1, nickname="운영자"))
        assert (User.objects.count(), registered()) == (0, 0)

    def test_the_event_goes_with_the_row(self, monkeypatch):
        def fail(*args, **kwargs):
            raise IntegrityError("somewhere later")

        monkeypatch.setattr("allauth.account.forms.setup_user_email", fail)
        client = Client(raise_request_exception=False)
        assert sign_up(client).status_code == 500
        assert (User.objects.count(), registered(), len(mail.outbox)) == (0, 0, 0)

    def test_somebody_faster_is_told_beside_the_field(self, client, monkeypatch):
        make_user("새이웃")
        monkeypatch.setattr(nicknames, "choose", lambda nickname, **_: nickname)
        response = sign_up(client)
        assert response.status_code == 200
        assert response.context["form"].errors["nickname"] == [
            "이미 쓰고 있는 닉네임이에요. 다른 이름을 골라 주세요."
        ]
        assert registered() == 0

    def test_a_faster_owner_of_the_address_is_not_given_away(self, client, monkeypatch):
        make_user()
        User.objects.update(email="new@example.com")
        monkeypatch.setattr(
            "allauth.account.internal.flows.manage_email.assess_unique_email", lambda *_, **__: True
        )
        response = sign_up(client)
        assert response.url == "/accounts/confirm-email/"
        assert "이미 가입한 주소예요" in mail.outbox[0].body
        assert registered() == 0


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_one_of_many_gets_the_nickname(self):
        spellings = ["JejuCat", "jejucat", "JEJUCAT", "jejuCat", "JeJuCaT", "jEjUcAt"]
        outcomes = at_once(
            [
                lambda number=number, name=name: register(user=newcomer(number, nickname=name))
                for number, name in enumerate(spellings)
            ]
        )
        assert sum(isinstance(outcome, User) for outcome in outcomes) == 1
        assert sum(isinstance(outcome, NicknameTaken) for outcome in outcomes) == 5
        assert (User.objects.count(), registered()) == (1, 1)

    def test_one_of_many_gets_the_address(self):
        outcomes = at_once(
            [
                lambda number=number: register(
                    user=newcomer(number, nickname=f"이웃{number}", email="new@example.com")
                )
                for number in range(6)
            ]
        )
        assert sum(isinstance(outcome, User) for outcome in outcomes) == 1
        assert sum(isinstance(outcome, EmailTaken) for outcome in outcomes) == 5
        assert (User.objects.count(), registered()) == (1, 1)

    def test_the_form_sent_twice_makes_one_member(self):
        answers = at_once([lambda: sign_up(Client()) for _ in range(4)])
        assert {answer.status_code for answer in answers} <= {200, 302}
        assert (User.objects.count(), registered()) == (1, 1)

    def test_renaming_to_the_same_name(self):
        people = [make_user() for _ in range(4)]
        outcomes = at_once(
            [
                lambda user=user: update_profile(
                    user=user, nickname="새이름", bio="", home_region=None
                )
                for user in people
            ]
        )
        assert sum(isinstance(outcome, User) for outcome in outcomes) == 1
        assert all(
            isinstance(outcome, User) or "nickname" in outcome.by_field() for outcome in outcomes
        )
        assert User.objects.filter(nickname="새이름").count() == 1
