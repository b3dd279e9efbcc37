from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def as_user():
    """A client signed in as somebody, or as nobody."""

    def make(user=None, **headers: str) -> Client:
        client = Client(headers=headers)
        if user is not None:
            client.force_login(user)
        return client

    return make
