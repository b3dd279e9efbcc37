"""The address a request came from, as far as it can be trusted."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The visitor's address: the connection's, or what the outermost trusted proxy saw.

    Each proxy appends the address it was called from to X-Forwarded-For, so with N trusted proxies the N-th
    entry from the right is the first one no visitor could have written.
    """
    remote: str = request.META.get("REMOTE_ADDR", "")
    hops = [
        hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()
    ]
    count: int = settings.TRUSTED_PROXY_COUNT
    if not count or not hops:
        return remote
    return hops[-count] if len(hops) >= count else hops[0]
