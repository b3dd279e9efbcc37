"""Nobody changes anything without signing in, and nobody by reading."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.guards.routes import ids, routes

REFUSED = {301, 302, 401, 403, 404, 405}
# What a visitor posts legitimately, with the statuses that nonsense gets there.
FOR_VISITORS = {
    "account_login": {200},
    "account_signup": {200},
    "account_reset_password": {200},
    "account_reset_password_from_key": {200, 302},
    "auth_api:login": {400},
    "auth_api:session": {401, 405},
    "auth_api:signup": {400},
    "auth_api:verify_email": {409},
    "regions:locate": {400},
    "questions:nearby": {400},
}
DATA = {
    "title": "로그인하지 않고 올리는 질문",
    "body": "로그인하지 않고 쓴 글이에요.",
    "category": "food",
    "wanted": "1",
    "value": "1",
    "version": "1",
    "theme": "dark",
}


@pytest.mark.parametrize("route", routes(), ids=ids(routes()))
def test_a_visitor_changes_nothing(world, state, route):
    data = DATA | {"region": str(world.values["region_id"])}
    path, before = route.path(world.values), state()
    for method in ("post", "put", "patch", "delete"):
        client = Client()
        if route.is_api or method != "post":
            response = getattr(client, method)(path, data, content_type="application/json")
        else:
            response = client.post(path, data)
        allowed = REFUSED | FOR_VISITORS.get(route.name, set())
        assert response.status_code in allowed, (method, response.status_code)
    assert state() == before


@pytest.mark.parametrize("route", routes(), ids=ids(routes()))
def test_reading_changes_nothing(world, state, route):
    """Crawlers and previews follow every link, some with the cookies of who sent it."""
    path, reader = route.path(world.values), Client()
    reader.force_login(world.asker)
    before = state()
    for client in (Client(), reader):
        assert client.get(path).status_code < 500
    assert state() == before
