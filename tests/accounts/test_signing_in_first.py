"""Sent to sign in, and back again with what was being written."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from apps.accounts import pending
from apps.accounts.decorators import sign_in_required
from apps.accounts.models import User


@sign_in_required
def view(request):
    return HttpResponse("안녕하세요")


def make(method="get", path="/q/1/vote/", data=None, user=None, **headers):
    request = getattr(RequestFactory(), method)(path, data, headers=headers)
    request.user = user or AnonymousUser()
    request.htmx = HtmxDetails(request)
    request.session = SessionStore()
    return request


def at(request, path):
    """The same session, at another address."""
    other = make(path=path)
    other.session = request.session
    return other


class TestRequired:
    def test_somebody_signed_in_passes(self):
        assert view(make(user=User(pk=1))).content.decode() == "안녕하세요"

    def test_a_page_is_returned_to(self):
        response = view(make(path="/ask/?region=50110253"))
        assert response.status_code == 302
        assert response.url == "/accounts/login/?next=/ask/%3Fregion%3D50110253"

    def test_a_form_returns_to_its_page_not_its_action(self):
        response = view(make("post", Referer="http://testserver/q/1/?page=2"))
        assert response.url == "/accounts/login/?next=/q/1/%3Fpage%3D2"

    @pytest.mark.parametrize(
        "referer", ["", "https://evil.example/q/1/", "//evil.example/", "javascript:alert(1)"]
    )
    def test_never_to_another_site(self, referer):
        assert view(make("post", Referer=referer)).url == "/accounts/login/?next=/"

    def test_htmx_is_told_to_load_the_page(self):
        response = view(make("post", HX_Request="true", HX_Current_URL="http://testserver/q/1/"))
        assert response.status_code == 200
        assert response.headers["HX-Redirect"] == "/accounts/login/?next=/q/1/"

    def test_htmx_of_another_site_returns_home(self):
        response = view(make("post", HX_Request="true", HX_Current_URL="https://evil.example/q/1/"))
        assert response.headers["HX-Redirect"] == "/accounts/login/?next=/"


class TestPending:
    def test_waits_until_it_is_sent(self):
        request = make("post", "/ask/")
        pending.keep(request, "/ask/", {"title": "갈치 맛집?", "csrfmiddlewaretoken": "x"})
        request.user = User(pk=1)
        assert pending.find(request) == {"title": "갈치 맛집?"}
        assert pending.find(request) == {"title": "갈치 맛집?"}
        pending.forget(request)
        assert pending.find(request) is None

    def test_what_is_stored_can_be_seen_meanwhile(self):
        request = make(path="/settings/?stored=1")
        pending.keep(request, "/settings/", {"bio": "쓰던 소개"})
        assert pending.find(request) is None
        assert pending.find(at(request, "/settings/")) == {"bio": "쓰던 소개"}

    def test_belongs_to_its_page(self):
        request = make("post")
        pending.keep(request, "/q/1/answer/", {"body": "한담에요"})
        other = at(request, "/q/2/answer/")
        assert pending.find(other) is None
        pending.forget(other)
        assert pending.find(at(request, "/q/1/answer/")) == {"body": "한담에요"}

    def test_only_the_latest_is_kept(self):
        request = make("post")
        pending.keep(request, "/ask/", {"title": "하나"})
        pending.keep(request, "/q/1/answer/", {"body": "둘"})
        assert pending.find(at(request, "/ask/")) is None

    def test_is_bounded_and_keeps_no_password(self):
        request = make("post")
        fields = {f"f{n}": "가" * 50_000 for n in range(100)}
        pending.keep(request, "/ask/", {"password1": "secret"} | fields)
        kept = pending.find(at(request, "/ask/"))
        assert "password1" not in kept
        assert len(kept) <= pending.MAX_FIELDS
        assert max(map(len, kept.values())) == pending.MAX_LENGTH

    def test_is_kept_for_a_day(self, monkeypatch):
        request = make("post")
        pending.keep(request, "/ask/", {"title": "갈치 맛집?"})
        tomorrow = time.time() + pending.SECONDS
        monkeypatch.setattr("time.time", lambda: tomorrow + 1)
        assert pending.find(at(request, "/ask/")) is None
