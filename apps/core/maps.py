"""Maps: what a page tells its script about who draws them, and a link to one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import quote

from csp.decorators import csp_update
from django.conf import settings
from django.templatetags.static import static

View = TypeVar("View", bound=Callable[..., Any])


def shows_map(view: View) -> View:
    """Decorator of a view: its page may load what the provider's map is made of."""
    return cast("View", csp_update(settings.MAP_SOURCES)(view))


def drawing() -> dict[str, str]:
    """What ``components/map.html`` hands to ``map.js``."""
    if settings.MAP_PROVIDER == "kakao":
        return {"provider": "kakao", "script": settings.KAKAO_MAP_SCRIPT}
    return {
        "provider": "leaflet",
        "script": static("vendor/leaflet-1.9.4/leaflet.js"),
        "style": static("css/map.css"),
        "tiles": settings.MAP_TILE_URL,
        "attribution": settings.MAP_ATTRIBUTION,
    }


def place_link(name: str, lat: object, lng: object) -> str:
    """Address of a place on the provider's own map."""
    if settings.MAP_PROVIDER == "kakao":
        return f"https://map.kakao.com/link/map/{quote(name, safe='')},{lat},{lng}"
    return f"https://www.openstreetmap.org/?mlat={lat}&mlon={lng}#map=16/{lat}/{lng}"
