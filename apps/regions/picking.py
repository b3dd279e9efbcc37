"""Choosing a region, for the header or on behalf of another page's form.

With ``next`` the picker is a field of that page: choosing leads back to it with the id in
``field``. Without, choosing is what the header's switch does: look at that region from now on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from apps.core import links
from apps.regions.enums import Level
from apps.regions.models import Region

MAX_NEXT = 500  # characters
FIELD_NAME = re.compile(r"[a-z][a-z_]{0,29}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of the list: a link, or without ``href`` a button that posts the region's id."""

    region: Region
    href: str | None
    leads_on: bool = False
    whole: bool = False

    @property
    def place(self) -> str:
        """What the region lies in: "제주특별자치도 제주시"."""
        return self.region.full_name.removesuffix(self.region.name).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picking:
    """What the choice is for. ``closed_too`` when regions not yet open may be chosen."""

    next: str
    field: str
    closed_too: bool

    @classmethod
    def asked_by(cls, request: HttpRequest, data: QueryDict) -> Self:
        """From the address or the form. A ``next`` on another site is dropped."""
        field = data.get("field", "")
        return cls(
            next=safe_next(request, data.get("next", "")),
            field=field if FIELD_NAME.fullmatch(field) else "region",
            closed_too="closed" in data,
        )

    @property
    def hidden(self) -> dict[str, str]:
        """What links and forms of the picker carry along."""
        if not self.next:
            return {}
        closed = {"closed": "1"} if self.closed_too else {}
        return {"next": self.next, "field": self.field, **closed}

    def url(self, **more: str | int) -> str:
        """The picker itself, for the same purpose."""
        query = urlencode(self.hidden | more)
        return f"{reverse('regions:picker')}{'?' if query else ''}{query}"

    def choose(self, region: Region, *, whole: bool = False) -> Choice:
        """The row that picks ``region``, or where it may not be picked shows its page."""
        if not (region.is_open or (self.next and self.closed_too)):
            return Choice(region, links.region(region.slug), whole=whole)
        href = with_query(self.next, self.field, region.pk) if self.next else None
        return Choice(region, href, whole=whole)

    def browse(self, region: Region) -> Choice:
        """The row that opens what is inside ``region``; a 읍면동 is picked."""
        if region.level == Level.EMD:
            return self.choose(region)
        return Choice(region, self.url(within=region.pk), leads_on=True)


def safe_next(request: HttpRequest, target: str) -> str:
    """``target`` if it is a path of this site, else nothing."""
    is_path = target.startswith("/") and len(target) <= MAX_NEXT
    # The host check also knows what browsers make of backslashes and control characters.
    if is_path and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    return ""


def with_query(path: str, name: str, value: int) -> str:
    """``path`` with the one query parameter set."""
    parts = urlsplit(path)
    query = QueryDict(parts.query, mutable=True)
    query[name] = str(value)
    return urlunsplit(parts._replace(query=query.urlencode()))
