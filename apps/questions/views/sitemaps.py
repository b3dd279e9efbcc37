"""Where search engines begin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.core import edge, links
from apps.core.moments import write
from apps.questions import sitemaps
from apps.questions.sitemaps import Entry

# Seconds that shared caches may keep a part: a hidden question's title is in it for that long.
SECONDS: Final = 60
ROBOTS_SECONDS: Final = 3600
XML: Final = "application/xml; charset=utf-8"
NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Forms, steps on the way and somebody's own. Pages that are merely not to be found say so themselves.
CLOSED: Final = (
    *("/accounts/", "/admin/", "/api/", "/ask/", "/draft/", "/live/", "/settings/", "/inbox/"),
    *("/q/*/answer/", "/q/*/edit/", "/q/*/history/", "/q/*/comment/", "/a/", "/watch/"),
)


@require_safe
@edge.for_everybody(ROBOTS_SECONDS)
def robots(_request: HttpRequest) -> HttpResponse:
    """Nothing but the real site is for search engines."""
    is_real = settings.ENVIRONMENT == "production"
    closed = CLOSED if is_real else ("/",)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += ["", f"Sitemap: {links.absolute('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@edge.for_everybody(SECONDS)
def index(_request: HttpRequest) -> HttpResponse:
    return _xml("sitemapindex", "sitemap", sitemaps.parts())


def part(read: Callable[..., list[Entry] | None]) -> Callable[..., HttpResponse]:
    """A view of the entries that ``read`` finds by what is in the address."""

    @require_safe
    @edge.for_everybody(SECONDS)
    def view(_request: HttpRequest, **where: int) -> HttpResponse:
        entries = read(**where)
        if entries is None:
            raise Http404
        return _xml("urlset", "url", entries)

    return view


def _xml(root: str, name: str, entries: list[Entry]) -> HttpResponse:
    """Addresses are percent-encoded, so nothing in them has to be escaped."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{NAMESPACE}">']
    for entry in entries:
        changed = f"<lastmod>{write(entry.changed_at)}</lastmod>" if entry.changed_at else ""
        lines.append(f"<{name}><loc>{links.absolute(entry.path)}</loc>{changed}</{name}>")
    lines += [f"</{root}>", ""]
    return HttpResponse("\n".join(lines), content_type=XML)
