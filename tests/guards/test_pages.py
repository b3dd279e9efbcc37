"""What every page of the site keeps: its headers, and nothing inline."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.factories import make_user
from tests.guards.routes import ids, pages, routes

URL_ATTRIBUTES = {"href", "src", "action", "formaction", "hx-get", "hx-post"}


class Inline(HTMLParser):
    """Finds what the policy forbids, wherever it came from: template, widget or text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_code = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        for name, value in attrs:
            if name == "style" or name.startswith(("on", "hx-on")):
                self.found.append(f"<{tag} {name}>")
            if name in URL_ATTRIBUTES and (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"<{tag} {name}={value}>")
        if tag in {"script", "style"}:
            is_data = names.get("type") in {"application/json", "application/ld+json"}
            self._in_code = "" if is_data else tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._in_code:
            self._in_code = ""

    def handle_data(self, data: str) -> None:
        if self._in_code and data.strip():
            self.found.append(f"<{self._in_code}>{data.strip()[:60]}")


def check_headers(response) -> None:
    headers = response.headers
    policy = {
        name: set(sources)
        for name, *sources in (
            part.split() for part in headers["Content-Security-Policy"].split(";")
        )
    }
    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == policy["style-src"] == {"'self'"}
    for name in ("base-uri", "frame-ancestors", "object-src"):
        assert policy[name] == {"'none'"}
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "*" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def check_nothing_inline(response) -> None:
    if response.headers.get("Content-Type", "").startswith("text/html"):
        assert Inline(response.content.decode()).found == []


@pytest.mark.parametrize("route", routes(), ids=ids(routes()))
def test_every_response_has_the_policy(world, route):
    reader = Client()
    reader.force_login(world.asker)
    for client in (Client(), reader):
        for headers in ({}, {"HX-Request": "true"}):
            response = client.get(route.path(world.values), headers=headers)
            check_headers(response)
            check_nothing_inline(response)


@pytest.mark.parametrize("route", pages(), ids=ids(pages()))
def test_a_form_that_was_refused_keeps_the_policy_too(world, route):
    client = Client()
    client.force_login(world.asker)
    response = client.post(route.path(world.values), {"body": "", "wanted": "x", "value": "x"})
    assert response.status_code < 500
    check_headers(response)
    check_nothing_inline(response)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 500])
def test_error_pages_keep_the_policy(world, status, settings, monkeypatch):
    response = failing(status, settings, monkeypatch)
    assert response.status_code == status
    check_headers(response)
    check_nothing_inline(response)


def failing(status, settings, monkeypatch):
    client = Client(raise_request_exception=False, enforce_csrf_checks=status == 403)
    if status == 400:
        return client.get("/", {"cursor": "!"})
    if status == 403:
        return client.post("/accounts/login/")
    if status == 405:
        return client.put("/")
    if status == 413:
        return client.post("/ask/", {"body": "x" * 2_000_000})
    if status == 429:
        settings.RATE_LIMITS = {"write": "1/m"}
        client.post("/ask/")
        return client.post("/ask/")
    if status == 500:
        monkeypatch.setattr("apps.questions.views.feeds.card_page", lambda *_a, **_k: 1 / 0)
        return client.get("/")
    return client.get("/nothing/")


def test_the_admin_keeps_the_policy(db):
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    for path in ("/admin/", "/admin/questions/question/", "/admin/questions/category/add/"):
        response = client.get(path)
        assert response.status_code == 200
        check_headers(response)
        check_nothing_inline(response)
