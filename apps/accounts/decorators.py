"""Asking visitors to sign in, in the way their request can follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts import pending
from apps.accounts.models import User
from apps.core import links

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """What a view behind ``sign_in_required`` is given."""

    user: User


View = Callable[Concatenate[HttpRequest, P], HttpResponse]
SignedInView = Callable[Concatenate[SignedInRequest, P], HttpResponse]
SAFE_METHODS = frozenset({"GET", "HEAD"})


def sign_in_required(view: SignedInView[P]) -> View[P]:
    """View decorator: visitors sign in first and come back to where they were."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(cast("SignedInRequest", request), *args, **kwargs)
        return to_sign_in(request, _page_of(request))

    return guarded


def sign_in_to_send(
    *, keeping: Callable[[dict[str, Any]], Mapping[str, Any]] = dict
) -> Callable[[SignedInView[P]], View[P]]:
    """As ``sign_in_required``, for a form that has its own page at its own address.

    What was posted waits there, as ``keeping`` leaves it. The view shows what ``pending.find`` finds,
    and when it has been sent calls ``pending.forget``.
    """

    def decorate(view: SignedInView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.user.is_authenticated:
                return view(cast("SignedInRequest", request), *args, **kwargs)
            if request.method == "POST":
                return keep_and_sign_in(request, keeping(request.POST.dict()))
            return to_sign_in(request, _page_of(request))

        return guarded

    return decorate


def keep_and_sign_in(request: HttpRequest, data: Mapping[str, object]) -> HttpResponse:
    """Keep the posted ``data`` for the form's own page, and return there after signing in."""
    pending.keep(request, request.path, data)
    return to_sign_in(request, request.path)


def to_sign_in(request: HttpRequest, next_path: str) -> HttpResponse:
    """Redirect to the sign-in page, which returns to ``next_path``.

    HTMX follows a redirect inside the page and would put the sign-in form into a button's place;
    it is told to load the page instead.
    """
    url = links.sign_in(next_path)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)


def _page_of(request: HttpRequest) -> str:
    """The page the person is looking at: where a form or a button was, rather than its action."""
    if request.htmx:  # type: ignore[attr-defined]
        page = request.htmx.current_url_abs_path  # type: ignore[attr-defined]
    elif request.method in SAFE_METHODS:
        return request.get_full_path()
    else:
        page = _same_site(request, request.headers.get("Referer", ""))
    return page or "/"


def _same_site(request: HttpRequest, url: str) -> str:
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}):
        return ""
    parts = urlsplit(url)
    return parts._replace(scheme="", netloc="").geturl()
