"""Which addresses may be a browser's push service. The site speaks to no others: a stranger names them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings

# Nothing that two parsers could read as two hosts: no backslash, no user, no blank.
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?/[!-\[\]-~]*", re.IGNORECASE)


def is_push_service(endpoint: str) -> bool:
    """Whether it is an HTTPS address at a host of WEB_PUSH_HOSTS; "*.example.org" stands for all below it.

    A known "http://host:port" stands for itself: tests have their push service on loopback.
    """
    if not _PLAIN.fullmatch(endpoint):
        return False
    parts = urlsplit(endpoint)
    if f"{parts.scheme}://{parts.netloc}" in settings.WEB_PUSH_HOSTS:
        return True
    return parts.scheme == "https" and any(
        _is_below(parts.netloc.lower(), known) for known in settings.WEB_PUSH_HOSTS
    )


def _is_below(host: str, known: str) -> bool:
    return host.endswith(known[1:]) if known.startswith("*.") else host == known
