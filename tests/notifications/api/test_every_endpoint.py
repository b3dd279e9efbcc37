"""What holds for every address of the notifications API."""

from __future__ import annotations

import pytest
from django.urls import get_resolver

from apps.accounts.models import QuietHours
from apps.notifications.models import Device, Preferences

TOKEN = "dW5pcXVl:APA91bH-token_of_a_phone"
DEVICE = {"platform": "fcm", "token": TOKEN, "name": "갤럭시"}
CHANGES = {
    "choices": [{"kind": "answered", "channel": "email", "is_on": False}],
    "daily_limit": 3,
    "quiet_from": 22,
}
BODIES = {
    ("put", "devices/"): DEVICE,
    ("delete", "devices/"): {"token": TOKEN},
    ("patch", "notification-preferences/"): CHANGES,
}
READS = [("get", "notification-preferences/")]
LIMITED_BY = {
    ("put", "devices/"): "push",
    ("delete", "devices/"): "push",
    ("patch", "notification-preferences/"): "settings",
    ("get", "notification-preferences/"): "read_api",
}
ROWS = [*BODIES, *READS]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("phones")]


@pytest.fixture
def call(api):
    """Send something to an address of the table."""

    def send(row, user=None, data=None):
        method, path = row
        data = BODIES.get(row) if data is None else data
        return getattr(api(user), method)(f"/api/v1/{path}", data)

    return send


def state():
    """Everything that a write could have changed."""
    models = (Device, Preferences, QuietHours)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_the_tables_name_every_address():
    routes = {
        str(each.pattern) for each in get_resolver("apps.notifications.api.urls").url_patterns
    }
    assert routes == {path for _method, path in ROWS} == {path for _method, path in LIMITED_BY}


@pytest.mark.parametrize("row", ROWS)
def test_outsiders_are_refused(call, row):
    before = state()
    response = call(row)
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "sign_in_required"
    assert state() == before


@pytest.mark.parametrize("path", sorted({path for _method, path in ROWS}))
def test_other_methods_are_refused(call, asker, path):
    allowed = {method for method, known in ROWS if known == path}
    for method in {"get", "post", "put", "patch", "delete"} - allowed:
        response = call((method, path), asker, {})
        assert response.status_code == 405
        assert set(response.headers["Allow"].lower().split(", ")) - {"head", "options"} == allowed


@pytest.mark.parametrize("row", BODIES)
def test_done_twice_is_done_once(call, asker, row):
    if row[0] == "delete":
        call(("put", "devices/"), asker)
    first = call(row, asker)
    assert first.status_code in {200, 204}
    Device.objects.update(seen_at="2026-01-01T00:00:00Z")
    before = state()
    second = call(row, asker)
    Device.objects.update(seen_at="2026-01-01T00:00:00Z")
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert state() == before


@pytest.mark.parametrize("row", BODIES)
@pytest.mark.parametrize("sent", ["[1]", '"text"', "null", "1", "{"])
def test_what_is_no_object_is_refused(api, asker, row, sent):
    method, path = row
    client = api(asker)
    response = getattr(client, method)(f"/api/v1/{path}", sent, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["error"]["message"]


@pytest.mark.parametrize("row", LIMITED_BY)
def test_too_often_says_when(call, asker, settings, row):
    settings.RATE_LIMITS = {LIMITED_BY[row]: "1/m"}
    assert call(row, asker).status_code < 300
    before = state()
    response = call(row, asker)
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert state() == before


@pytest.mark.parametrize("row", ROWS)
def test_no_cache_keeps_it(call, asker, row):
    response = call(row, asker)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert {"Cookie", "X-Session-Token"} <= set(response.headers["Vary"].split(", "))
