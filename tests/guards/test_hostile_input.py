"""Whatever stands in an address, a cookie or a form, no route has an error of its own."""

from __future__ import annotations

import time
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from apps.core import ratelimit
from apps.core.pagination import encode
from tests.guards.routes import Route, ids, routes

pytestmark = pytest.mark.django_db

ROUTES = routes()
STRANGE = ("\0", "a\0bcdefghijk", "9" * 5000, "-1", "²", "<script>", "\u202e")
# What some view or other reads from its query.
NAMES = (
    "feed", "category", "region", "tag", "q", "parent", "within", "at", "next", "field", "show",
    "home_region", "lat", "lng", "until",
)  # fmt: skip
CURSORS = (
    *(
        "%",
        "eA",
        encode([None, None]),
        encode([[], {}]),
        encode([1e308, 1]),
        encode([2**63 - 1] * 2),
    ),
    encode(["0001-01-01T00:00:00+23:59", 1]),
    encode(["9999-12-31T23:59:59-23:59", 1]),
    "W05hTixOYU5d",  # [NaN,NaN]
)


@pytest.fixture
def client(world, settings) -> Client:
    settings.RATE_LIMITS = dict.fromkeys(ratelimit.LIMITS, "")
    client = Client(raise_request_exception=False)
    client.force_login(world.asker)
    return client


@pytest.mark.parametrize("route", ROUTES, ids=ids(ROUTES))
def test_addresses(route: Route, world, client):
    path = route.path(world.values)
    asked = [route.path(dict.fromkeys(world.values, value)) for value in STRANGE]
    asked += [f"{path}?{urlencode(dict.fromkeys(NAMES, value))}" for value in STRANGE]
    asked += [f"{path}?cursor={quote(value)}" for value in CURSORS]
    # Where nothing of it stands in the path, the first seven are one.
    asked = list(dict.fromkeys(asked))
    failed = [address[:200] for address in asked if client.get(address).status_code >= 500]
    assert failed == []


@pytest.mark.parametrize("route", ROUTES, ids=ids(ROUTES))
def test_forms(route: Route, world, client):
    path = route.path(world.values)
    names = (*NAMES, "title", "body", "tags", "value", "wanted", "version", "nickname", "bio")
    failed = [
        value[:20]
        for value in STRANGE
        if client.post(path, dict.fromkeys(names, value)).status_code >= 500
    ]
    assert failed == []


def test_a_picker_opened_from_a_half_written_question_keeps_it(world, client):
    response = client.post("/ask/", {"change_region": "1", "title": "어디\0 있나요", "body": ""})
    assert response.status_code == 302
    assert client.get("/ask/").context["form"]["title"].value() == "어디 있나요"


@pytest.mark.parametrize("name", ["session", "csrf", "messages", "region", "theme"])
def test_cookies(name, world, db):
    """A quoted cookie can spell any byte."""
    client = Client(raise_request_exception=False)
    client.cookies.load(f'{name}="\\000abcdefghijk"')
    assert client.get("/").status_code == 200
    assert client.get("/inbox/").status_code == 302


@pytest.mark.parametrize("address", ["/ask/", "/nowhere/", "/q/0/vote/", "/api/v1/questions/"])
@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=nonsense",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "nonsense",
    ],
)
def test_bodies(address, content_type, world, client):
    for enforce in (False, True):
        client.handler.enforce_csrf_checks = enforce
        refused = client.generic("POST", address, b"title=\xff", content_type=content_type)
        assert 400 <= refused.status_code < 500
        assert "Bad Request" not in refused.content.decode()


def test_a_megabyte_of_tags_is_refused_in_no_time(world, client):
    began = time.process_time()
    tags = " ".join(f"#태그{number}" for number in range(60_000))
    refused = client.post("/ask/", {"title": "제목이에요", "tags": tags})
    assert "5개까지" in refused.content.decode()
    assert time.process_time() - began < 1


def test_an_address_with_a_null_character_is_refused_with_a_page(world, client):
    refused = client.get("/?category=%00")
    assert refused.status_code == 400
    assert "읽을 수 없는 주소예요" in refused.content.decode()
    assert client.get("/api/v1/questions/?tag=%00").json()["error"]["code"] == "invalid"
