"""Whose pages may read the streams: the site's own."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

LOOPBACK: Final = {"localhost", "127.0.0.1", "::1"}


class Origins:
    """Behind an ingress the streams are the site itself; on one machine they are another port.

    ``any_loopback``: on a developer's machine the site has several names.
    """

    def __init__(self, site_url: str, *, any_loopback: bool) -> None:
        self._site = site_url
        self._any_loopback = any_loopback

    def headers(self, origin: bytes | None) -> list[tuple[bytes, bytes]]:
        """What lets the page of ``origin`` read an answer; nothing for pages of others."""
        vary = (b"vary", b"Origin")
        if origin is None or not self._is_ours(origin.decode("latin-1")):
            return [vary]
        return [vary, (b"access-control-allow-origin", origin)]

    def _is_ours(self, origin: str) -> bool:
        if origin == self._site:
            return True
        return self._any_loopback and urlsplit(origin).hostname in LOOPBACK
