"""Whole pages for visitors without an account, kept for a few seconds.

What everybody sees alike is rendered once. A page that sets a cookie, carries a
message or was asked for by somebody signed in is never kept; nor is one at an address
that the site does not write itself, or strangers could fill the cache with copies.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from apps.core import edge
from apps.core.context import DEFAULT_THEME, theme_of
from apps.core.http import wants_fragment

View = Callable[..., HttpResponse]

# What the kept pages read from their query. They repeat all of it in their links, so it is part of the key.
PARAMETERS = frozenset({"feed", "category", "cursor", "everywhere", "show", "days", "at"})
LONGEST_ADDRESS = 300  # characters: the words of a title, or a region's name, and a cursor fit
# What a page listens to is signed anew for each copy. A page without it is the same page, for as long as
# the signature is good for a while yet (apps/live/tokens.py).
TOKEN = re.compile(rb' data-live="[^"]*"')
TOKEN_SECONDS = 600
LONGEST_REGION = 8  # its id; a longer cookie means nothing to any page


def cached_for_anonymous(view: View) -> View:
    """Serve ``view`` from the cache to those signed out, for ``PAGE_CACHE_SECONDS``."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _shared(request):
            # Views hand the reader on: once known, it is the person and not Django's lazy object.
            request.user.pk  # noqa: B018
            return view(request, *args, **kwargs)
        key = _key(request)
        kept = cache.get(key)
        if kept is not None:
            body, headers = kept
            return edge.unless_known(request, HttpResponse(body, headers=headers))
        response = view(request, *args, **kwargs)
        if not _is_everybodys(response):
            return response
        _address(request, response)
        cache.set(key, (response.content, dict(response.headers)), settings.PAGE_CACHE_SECONDS)
        return edge.unless_known(request, response)

    return wrapped


def _address(request: HttpRequest, response: HttpResponse) -> None:
    """Say for whom it is: for everybody where nothing but its address has decided what it shows.

    Not every shared cache heeds ``Vary``, so a page that a cookie or a header had a part in is
    its reader's own.
    """
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    lasting = TOKEN.sub(b"", response.content)
    edge.tag(response, lasting + str(time.time() // TOKEN_SECONDS).encode())
    by_cookie = theme_of(request) != DEFAULT_THEME or _region(request)
    if by_cookie or wants_fragment(request):
        edge.keep_to_one(response)
    else:
        edge.offer(response, seconds=settings.PAGE_CACHE_SECONDS)


def _shared(request: HttpRequest) -> bool:
    return (
        request.method in {"GET", "HEAD"}
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
    parts = (
        request.get_host(),
        request.get_full_path(),
        get_language() or "",
        theme_of(request),
        str(wants_fragment(request)),
        _region(request),
    )
    return "page:" + hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _region(request: HttpRequest) -> str:
    region = request.COOKIES.get("region", "")
    return region if len(region) <= LONGEST_REGION else ""
