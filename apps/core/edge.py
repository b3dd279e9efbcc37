"""What shared caches between the site and its readers may do (ADR 11).

A response is for everybody only if its content follows from its address alone. Whatever else decides, a
cookie, a session, makes it the reader's own, and no cache may give it to another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

View = Callable[..., HttpResponse]

# A cache may give out for this much longer what it is just fetching anew.
STALE_FACTOR: Final = 2


def offer(response: HttpResponse, *, seconds: int) -> None:
    """Let shared caches keep ``response`` for so long. Browsers ask each time, which costs a 304."""
    stale = STALE_FACTOR * seconds
    response.headers["Cache-Control"] = (
        f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={stale}"
    )


def keep_to_one(response: HttpResponse) -> None:
    """Let nobody but the reader's browser keep it, which asks each time. What a view has said stands."""
    response.headers.setdefault("Cache-Control", "private, no-cache")


def tag(response: HttpResponse, content: bytes | None = None) -> None:
    """An ETag by ``content``, usually the response's. Weak: it may be compressed on the way."""
    told = response.content if content is None else content
    response.headers["ETag"] = f'W/"{hashlib.blake2b(told, digest_size=12).hexdigest()}"'


def modified(response: HttpResponse, moment: datetime) -> None:
    response.headers["Last-Modified"] = http_date(moment.timestamp())


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """304 in place of ``response`` if the reader has it."""
    if response.status_code != 200 or request.method not in {"GET", "HEAD"}:
        return response
    date = response.headers.get("Last-Modified")
    known = get_conditional_response(
        request,
        etag=response.headers.get("ETag"),
        last_modified=parse_http_date_safe(date) if date else None,
        response=response,
    )
    return known or response


def for_everybody(seconds: int) -> Callable[[View], View]:
    """Of a view whose content follows from the address alone, whoever asks."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            offer(response, seconds=seconds)
            tag(response)
            return unless_known(request, response)

        return wrapped

    return decorate
