"""Domain errors that no view caught become pages; for HTMX, a toast over the page that stays."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import select_template
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from apps.core.api.errors import from_domain
from apps.core.errors import DomainError


class DomainErrorMiddleware:
    """Answers a `DomainError` with its status and its sentence.

    Views that show the error beside a field catch it themselves; what arrives here is refused as a
    whole: too often, not allowed, changed in the meantime.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        return respond(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's
    """Django's ``handler400``: what could not be read at all."""
    return respond(request, DomainError(_("읽을 수 없는 요청이에요. 뒤로 가서 다시 해 주세요.")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's
    """Django's ``handler404``. Its own looks for a CSRF token first, and fails on a form it cannot read."""
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's
    """Django's ``CSRF_FAILURE_VIEW``: a form with no token, or with an old one: somebody signed in elsewhere.

    What another site had posted must not stand behind a button of ours; what our own page posted may,
    for a person to press. A script is told to fetch a new token.
    """
    ours = _is_from_our_page(request)
    resend = _posted(request) if ours else None
    response = render(request, "403_csrf.html", {"resend": resend}, status=HTTPStatus.FORBIDDEN)
    patch_vary_headers(response, ["HX-Request"])
    response.headers["HX-Reswap"] = "none"
    response.headers["Cache-Control"] = "no-store"
    if ours:
        response.headers["X-CSRF"] = "stale"
    return response


def _is_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says so: nothing, "null" and anything it does not say plainly is no."""
    told = request.headers.get("Origin") or request.headers.get("Referer", "")
    origin = urlsplit(told)
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return f"{origin.scheme}://{origin.netloc}" in ours


def respond(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page, toast or JSON of ``error``; says in a header when trying again makes sense."""
    retry_after = getattr(error, "retry_after", None)
    response = _json(error) if _wants_json(request) else _page(request, error, retry_after)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    response.headers["Cache-Control"] = "no-store"
    return response


def _wants_json(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _json(error: DomainError) -> JsonResponse:
    return JsonResponse(from_domain(error), status=error.status)


def _page(request: HttpRequest, error: DomainError, retry_after: int | None) -> HttpResponse:
    template = select_template([f"{error.status}.html", "domain_error.html"])
    context = {
        "exception": error.message,
        "retry_after": retry_after,
        "resend": _posted(request) if retry_after is not None else None,
    }
    response = HttpResponse(template.render(context, request), status=error.status)
    patch_vary_headers(response, ["HX-Request"])
    # HTMX swaps some errors into the page; this one has nothing to put there but its toast.
    response.headers["HX-Reswap"] = "none"
    return response


def _posted(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The fields of a refused form, for the page to offer sending them again; never a password."""
    if request.method != "POST" or request.FILES:
        return None
    if any("password" in name for name in request.POST):
        return None
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    return fields or None
