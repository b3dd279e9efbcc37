"""Small pieces of HTTP that every app's views share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


def wants_fragment(request: HttpRequest) -> bool:
    """Whether HTMX asked for a piece of the page; a boosted or restored page is a whole one."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_either(
    request: HttpRequest, page: str, fragment: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The fragment for HTMX, the page for everybody else, from one context."""
    template = fragment if wants_fragment(request) else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def after_post(
    request: HttpRequest, to: str, fragment: str, context: dict[str, Any]
) -> HttpResponse:
    """What follows a change: the changed fragment for HTMX, otherwise a redirect to ``to``."""
    if not wants_fragment(request):
        return HttpResponseRedirect(to)
    response = render(request, fragment, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
