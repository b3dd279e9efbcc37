import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from apps.core import context


class SignedIn:
    is_authenticated = True


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(context, "_registry", {})


def request_of(user, **cookies):
    request = RequestFactory().get("/")
    request.user = user
    request.COOKIES.update(cookies)
    return request


@pytest.mark.parametrize(
    ("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("", "auto"), ('x" onload', "auto")]
)
def test_theme_is_one_we_know(cookie, theme):
    assert context.site(request_of(AnonymousUser(), theme=cookie))["theme"] == theme


def test_a_value_is_computed_when_used_and_once(registry):
    calls = []
    context.register("unread_count", lambda request: calls.append(request) or len(calls))
    values = context.site(request_of(SignedIn()))
    assert calls == []
    assert values["unread_count"] > 0
    assert str(values["unread_count"]) == "1"
    assert len(calls) == 1


def test_a_visitor_is_not_asked_for_what_only_members_have(registry):
    context.register("unread_count", lambda _: pytest.fail("asked"), signed_in=True, default=0)
    assert not context.site(request_of(AnonymousUser()))["unread_count"]


def test_a_value_is_there_before_its_app_has_registered(registry):
    values = context.site(request_of(AnonymousUser()))
    assert values["unread_count"] == 0
    assert values["current_region"] is None
