from __future__ import annotations

import pytest

from apps.points.enums import AccountKind
from apps.points.models import Account
from apps.points.services.rewards import reward_sign_up
from tests.factories import make_user


@pytest.fixture
def rich():
    """Somebody with the points of signing up."""

    def make(nickname=None):
        user = make_user(nickname)
        reward_sign_up(user_id=user.pk)
        return user

    return make


@pytest.fixture
def balance():
    def read(user) -> int:
        return Account.objects.get(user=user).balance

    return read


@pytest.fixture
def system_balance():
    def read(kind: AccountKind) -> int:
        return Account.objects.get(kind=kind).entries.total()

    return read
