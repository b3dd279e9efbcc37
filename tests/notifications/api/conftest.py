from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import User
from dongne.settings.partners import Apns
from tests.factories import make_user


@pytest.fixture
def api() -> Callable[..., APIClient]:
    """A JSON client signed in as somebody, or as nobody."""

    def make(user: User | None = None) -> APIClient:
        client = APIClient()
        if user is not None:
            client.force_login(user)
        return client

    return make


@pytest.fixture
def phones(settings: Any) -> None:
    """A site with keys for both kinds of phones."""
    settings.FCM_CREDENTIALS = "{}"
    settings.APNS = Apns(url="http://127.0.0.1:1", key="", key_id="", team_id="", topic="")


@pytest.fixture
def asker(db: None) -> User:
    """Somebody who has chosen nothing yet."""
    return make_user("묻는사람")
