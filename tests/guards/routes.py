"""Every route of the site, with an address that leads to something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
# Written as regular expressions by allauth and by our own last resort.
WRITTEN_OUT = {
    "account_reset_password_from_key": "/accounts/password/reset/key/1-set-password/",
    "unknown_address": "/api/v1/nothing/",
}


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str

    def path(self, values: dict[str, object]) -> str:
        """The address with ``values`` in the place of its arguments."""
        if self.name in WRITTEN_OUT:
            return WRITTEN_OUT[self.name]
        return "/" + ARGUMENT.sub(lambda found: quote(str(values[found[1]])), self.pattern)

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("api/")


def routes() -> list[Route]:
    """All but the admin's and the ones below them that another route hides."""
    found = {route.pattern: route for route in reversed(list(_walk(get_resolver().url_patterns)))}
    return sorted(
        (route for route in found.values() if not route.pattern.startswith("admin/")),
        key=lambda route: route.pattern,
    )


def pages() -> list[Route]:
    return [route for route in routes() if not route.is_api]


def ids(found: list[Route]) -> list[str]:
    return [route.pattern or "/" for route in found]


def _walk(
    patterns: Sequence[URLPattern | URLResolver], prefix: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, prefix + str(pattern.pattern), inner)
        else:
            name = pattern.name or getattr(pattern.callback, "__name__", "?")
            yield Route(":".join((*spaces, name)), prefix + str(pattern.pattern))
