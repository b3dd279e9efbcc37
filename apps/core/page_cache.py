"""Whole pages for visitors without an account, kept for a few seconds.

What everybody sees alike is rendered once. A page that sets a cookie, carries a
message or was asked for by somebody signed in is never kept; nor is one at an address
that the site does not write itself, or strangers could fill the cache with copies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from apps.core.context import theme_of
from apps.core.http import wants_fragment

View = Callable[..., HttpResponse]

# What the kept pages read from their query. They repeat all of it in their links, so it is part of the key.
PARAMETERS = frozenset({"feed", "category", "cursor", "everywhere", "show", "days", "at"})
LONGEST_ADDRESS = 300  # characters: the words of a title, or a region's name, and a cursor fit
LONGEST_REGION = 8  # its id; a longer cookie means nothing to any page


def cached_for_anonymous(view: View) -> View:
    """Serve ``view`` from the cache to those signed out, for ``PAGE_CACHE_SECONDS``."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _shared(request):
            return view(request, *args, **kwargs)
        key = _key(request)
        kept = cache.get(key)
        if kept is not None:
            body, headers = kept
            return HttpResponse(body, headers=headers)
        response = view(request, *args, **kwargs)
        if _is_everybodys(response):
            cache.set(key, (response.content, dict(response.headers)), settings.PAGE_CACHE_SECONDS)
        return response

    return wrapped


def _shared(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and settings.PAGE_CACHE_SECONDS > 0
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and len(request.path) + len(request.META.get("QUERY_STRING", "")) <= LONGEST_ADDRESS
        and request.GET.keys() <= PARAMETERS
    )


def _is_everybodys(response: HttpResponse) -> bool:
    """A form with a CSRF token belongs to one visitor, and so does a cookie."""
    return (
        response.status_code == 200
        and not response.cookies
        and b'name="csrfmiddlewaretoken"' not in response.content
    )


def _key(request: HttpRequest) -> str:
    region = request.COOKIES.get("region", "")
    parts = (
        request.get_host(),
        request.get_full_path(),
        get_language() or "",
        theme_of(request),
        str(wants_fragment(request)),
        region if len(region) <= LONGEST_REGION else "",
    )
    return "page:" + hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
