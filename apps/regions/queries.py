"""Reads that pages and the API share."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.http import HttpRequest

from apps.core.prepared import Parameter, prepared
from apps.core.remembered import remembered_by
from apps.regions.boundaries import emd_id_at
from apps.regions.enums import Level
from apps.regions.models import Region

SEARCH_LIMIT = 30
# Longer than any full name; what is beyond it is not a name.
MAX_QUERY, MAX_WORDS = 60, 5
SEPARATORS = re.compile(r"[\s,/>·\-]+")
# What people add to a name that the official one has elsewhere: "아라동" for 아라일동.
ENDINGS = "읍면동리시군구"
MIN_STEM = 2

CURRENT_COOKIE = "region"
EVERYWHERE = "all"


@dataclass(frozen=True)
class RegionHeader:
    """What the top of a region's page shows. ``ancestors`` from the 시도 downwards."""

    region: Region
    ancestors: list[Region]
    children: list[Region]


def locate(lat: float, lng: float) -> Region | None:
    """The 읍면동 at a WGS84 position in degrees; None at sea and abroad.

    Raises:
        InvalidPosition: out of range or not a number.
    """
    found = emd_id_at(lat, lng)
    return Region.objects.with_ancestors().filter(pk=found).first() if found else None


def search(text: str, *, within: Region | None = None) -> list[Region]:
    """The regions that ``text`` names, best first; at most ``SEARCH_LIMIT``."""
    words = _words(text)
    if not words:
        return []
    regions = Region.objects.under(within) if within else Region.objects.all()
    found = list(regions.matching(*words)[:SEARCH_LIMIT])
    stems = [_stem(word) for word in words]
    if found or stems == words:
        return found
    return list(regions.matching(*stems)[:SEARCH_LIMIT])


def ancestors(region: Region) -> list[Region]:
    """From the 시도 down to the parent. Free after ``with_ancestors()``."""
    line: list[Region] = []
    if region.level > Level.SIDO:
        line.append(region.sido)
    if region.level > Level.SIGUNGU and region.sigungu:
        line.append(region.sigungu)
    return line


def neighbours(region: Region, *, limit: int) -> list[Region]:
    """The open 읍면동 nearest to the middle of ``region`` that are not part of it, nearest first.

    Within its 시도: what lies across its border is another island or another city's business.
    """
    degree = math.cos(math.radians(region.lat))  # of longitude, in those of latitude
    outside = Region.objects.open().filter(sido_id=region.sido_id, level=Level.EMD)
    if region.level == Level.SIGUNGU:
        outside = outside.exclude(sigungu_id=region.pk)
    distance = (F("lat") - region.lat) ** 2 + ((F("lng") - region.lng) * degree) ** 2
    return list(outside.exclude(pk=region.pk).order_by(distance, "pk")[:limit])


def region_header(region: Region) -> RegionHeader:
    """One query, and none for a 읍면동, when ``region`` came ``with_ancestors()``."""
    children = [] if region.level == Level.EMD else list(Region.objects.children_of(region))
    return RegionHeader(region=region, ancestors=ancestors(region), children=children)


def current_region(request: HttpRequest) -> Region | None:
    """The region this browser is looking at: the one chosen, else the reader's own.

    None for everywhere. Read once a request.
    """
    if not hasattr(request, "_current_region"):
        request._current_region = _current(request)  # type: ignore[attr-defined]  # noqa: SLF001
    found: Region | None = request._current_region  # type: ignore[attr-defined]  # noqa: SLF001
    return found


def by_id(text: str) -> Region | None:
    """The region with an id that came from outside."""
    # Eight ASCII digits, so that no spelling of a number reaches the database as something else.
    if not re.fullmatch(r"[1-9][0-9]{7}", text):
        return None
    return recent(int(text))


@remembered_by(seconds=60, most=1000)
def recent(pk: int) -> Region | None:
    """A region as it was at most a minute ago: its row changes when an operator opens it."""
    found: Region | None = _regions.first(pk=pk)
    return found


@prepared
def _regions() -> QuerySet[Region]:
    return Region.objects.with_ancestors().filter(pk=Parameter("pk"))


def _current(request: HttpRequest) -> Region | None:
    chosen = request.COOKIES.get(CURRENT_COOKIE, "")
    if chosen == EVERYWHERE:
        return None
    reader = getattr(request, "user", None)  # the error pages may come before it is known
    return by_id(chosen) or by_id(str(getattr(reader, "home_region_id", "")))


def _words(text: str) -> list[str]:
    """NFC, because some keyboards and all Mac file names send Hangul in pieces."""
    whole = unicodedata.normalize("NFC", text[: MAX_QUERY * 3])
    visible = "".join(c for c in whole if c.isspace() or unicodedata.category(c)[0] != "C")
    return [word for word in SEPARATORS.split(visible[:MAX_QUERY]) if word][:MAX_WORDS]


def _stem(word: str) -> str:
    return word[:-1] if len(word) > MIN_STEM and word[-1] in ENDINGS else word
