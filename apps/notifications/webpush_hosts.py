"""Which addresses may be a browser's push service. The site speaks to no others: a stranger names them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings


def is_push_service(endpoint: str) -> bool:
    """Whether it is an HTTPS address at a host of WEB_PUSH_HOSTS; "*.example.org" stands for all below it."""
    try:
        parts = urlsplit(endpoint)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username or parts.password:
        return False
    if (
        parts.scheme != "https"
        and f"{parts.scheme}://{parts.netloc}" not in settings.WEB_PUSH_HOSTS
    ):
        return False
    return any(
        _matches(host, parts.netloc, parts.scheme, known) for known in settings.WEB_PUSH_HOSTS
    )


def _matches(host: str, netloc: str, scheme: str, known: str) -> bool:
    if known.startswith("*."):
        return host.endswith(known[1:])
    # Tests name a server on loopback with its port.
    return known in (host, f"{scheme}://{netloc}")
