from __future__ import annotations

import pytest
from rest_framework.test import APIClient


@pytest.fixture
def api():
    """A JSON client signed in as somebody, or as nobody."""

    def make(user=None, **headers: str) -> APIClient:
        client = APIClient(headers=headers)
        if user is not None:
            client.force_login(user)
        return client

    return make
