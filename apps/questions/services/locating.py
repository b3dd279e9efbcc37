"""The point of a question on the map. What is somebody's own place is made coarse before it is stored."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from apps.questions.geometry import DIGITS

Point = tuple[float, float]
# A metre or so: what says which door of a public place.
PUBLIC_DIGITS = 5


class Pin(NamedTuple):
    """(latitude, longitude) in degrees or none, and whether anybody may know it exactly."""

    point: Point | None
    is_public_place: bool = False


def pinned(point: Point | None, *, is_public_place: bool) -> dict[str, object]:
    """The columns of a question that is asked about ``point``."""
    if point is None:
        return {"lat": None, "lng": None, "is_public_place": False}
    digits = PUBLIC_DIGITS if is_public_place else DIGITS
    lat, lng = (Decimal(degrees).quantize(Decimal(10) ** -digits) for degrees in point)
    return {"lat": lat, "lng": lng, "is_public_place": is_public_place}


def coarsened(written: dict[str, Any]) -> dict[str, Any]:
    """What a form sent while it is being written: a private point is not kept exactly even in a draft."""
    if written.get("is_public_place"):
        return written
    kept = dict(written)
    for name in ("lat", "lng"):
        if kept.get(name):
            degrees = ""
            with suppress(InvalidOperation):
                degrees = str(Decimal(str(kept[name])).quantize(Decimal(10) ** -DIGITS))
            kept[name] = degrees
    return kept
