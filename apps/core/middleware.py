"""What happens to every request before a page sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from apps.core import edge, error_pages
from apps.core.api import sentences
from apps.core.api.errors import envelope
from apps.core.errors import DomainError
from apps.core.views import health

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

GetResponse = Callable[[HttpRequest], HttpResponse]

# Bytes of a refused body that are still read, so that a browser finishes sending and shows the
# page.
# Beyond it the connection may be cut: no honest form is that long.
DRAIN_LIMIT = 32 * 1024 * 1024
DRAIN_CHUNK = 64 * 1024


class ProbeMiddleware:
    """Answers the orchestrator's probes before anything that costs or that could refuse them.

    A probe comes over plain HTTP with an address as its Host; the middleware further in would redirect
    it or turn it away.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = health.PROBES.get(request.path_info)
        return view(request) if view else self.get_response(request)


class BodyLimitMiddleware:
    """Refuses a request whose body is announced as longer than anything the site accepts.

    By the announcement alone: nothing of the body is kept, parsed or spooled to disk.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = _content_length(request)
        if length <= (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or length):
            return self.get_response(request)
        _drain(request, min(length, DRAIN_LIMIT))
        response = _too_large(request)
        if length > DRAIN_LIMIT:
            response["Connection"] = "close"
        return response


class UnreadableAddress(DomainError):
    """The address holds what no address of this site can."""

    def __init__(self) -> None:
        super().__init__(_("읽을 수 없는 주소예요. 주소를 다시 확인해 주세요."))


class TextMiddleware:
    """Lets in UTF-8 without U+0000, which the database's texts cannot hold: each would be an error of ours.

    An address with one is refused, a cookie with one is forgotten. What forms and JSON bring is
    refused field by field, where it is read. A form that says it is anything but UTF-8 is read as
    that all the same, as the standard has it; Django would fail on it, and again on the error's page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        if request.content_type == "application/x-www-form-urlencoded":
            request.encoding = "utf-8"
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return error_pages.respond(request, UnreadableAddress())
        return self.get_response(request)


class LanguageMiddleware:
    """Says the language once a request, where Django would find out anew for each text of a page.

    Without a language of the request's own, each looks for one, fails, and falls back on the site's: twice
    the time of a text, a twentieth of a page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(settings.LANGUAGE_CODE)
        return self.get_response(request)


class PrivateMiddleware:
    """What says nothing else of caches is its reader's own, whatever the page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        edge.keep_to_one(response)
        return response


class PermissionsPolicyMiddleware:
    """Says which device features a page may ask for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


def _content_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _drain(request: HttpRequest, length: int) -> None:
    while length > 0:
        chunk = request.META["wsgi.input"].read(min(DRAIN_CHUNK, length))
        if not chunk:
            return
        length -= len(chunk)


def _too_large(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return JsonResponse(envelope(*sentences.of_status(413)), status=413)
    return render(request, "413.html", status=413)


class PlainUserMiddleware(AuthenticationMiddleware):
    """Once somebody has asked who it is, ``request.user`` is the person, and no lazy object any more.

    A page asks the reader for something some hundred times, and each time Django's lazy object takes a
    detour in Python: a tenth of the page.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)

        def read() -> AbstractBaseUser | AnonymousUser:
            request.user = get_user(request)
            return request.user

        request.user = SimpleLazyObject(read)  # type: ignore[assignment]
