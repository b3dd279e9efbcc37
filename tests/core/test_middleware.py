import io

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import get_language, override

from apps.accounts.models import User
from apps.core.middleware import DRAIN_LIMIT, LanguageMiddleware, PlainUserMiddleware
from tests.factories import make_user

BACKEND = "apps.accounts.auth_backend.Backend"

pytestmark = pytest.mark.django_db

TEN_MEGABYTES = "가" * (10 * 1024 * 1024 // 3)


def test_ten_megabytes_get_a_page_that_says_so(client: Client) -> None:
    response = client.post("/ask/", {"title": "질문", "body": TEN_MEGABYTES})
    assert response.status_code == 413
    assert "text/html" in response["Content-Type"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_ten_megabytes_to_the_api_get_its_envelope(client: Client) -> None:
    response = client.post(
        "/api/v1/questions/", {"body": TEN_MEGABYTES}, content_type="application/json"
    )
    assert response.status_code == 413
    assert response.json()["error"]["code"] == "too_large"


@pytest.mark.parametrize("length", ["", "-5", "many"])
def test_a_strange_length_is_no_error(client: Client, length: str) -> None:
    assert client.get("/health", CONTENT_LENGTH=length).status_code == 200
    assert client.get("/nowhere/", CONTENT_LENGTH=length).status_code == 404


class Endless(io.BytesIO):
    """A body without end; remembers how much of it was read."""

    read_bytes = 0

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert size > 0
        self.read_bytes += size
        return b"x" * size


def test_an_endless_body_is_refused_after_a_while(client: Client) -> None:
    body = Endless()
    response = client.generic(
        "POST", "/ask/", **{"CONTENT_LENGTH": str(10**12), "wsgi.input": body}
    )
    assert response.status_code == 413
    assert response["Connection"] == "close"
    assert body.read_bytes == DRAIN_LIMIT


def test_a_page_says_what_it_may_load_and_do(client: Client) -> None:
    response = client.get("/")
    policy = dict(
        directive.split(" ", 1) for directive in response["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Permissions-Policy"].startswith("geolocation=(self)")


def test_the_reader_is_looked_up_when_asked_for_and_is_no_lazy_object_afterwards(
    rf, django_assert_num_queries
) -> None:
    person = make_user()
    request = rf.get("/")
    request.session = {SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: BACKEND}
    request.session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    PlainUserMiddleware(lambda _request: None).process_request(request)
    with django_assert_num_queries(1):
        assert request.user.pk == person.pk
        assert type(request.user) is User
        assert request.user.nickname == person.nickname


def test_a_visitor_is_nobody(rf) -> None:
    request = rf.get("/")
    request.session = {}
    PlainUserMiddleware(lambda _request: None).process_request(request)
    assert not request.user.is_authenticated
    assert type(request.user) is AnonymousUser


def test_a_request_has_the_sites_language_whatever_its_thread_spoke_before() -> None:
    answer = LanguageMiddleware(lambda _request: HttpResponse(get_language()))
    with override("en"):
        assert answer(RequestFactory().get("/")).content == b"ko"
