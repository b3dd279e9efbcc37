"""Where a question is, in terms that indexes and queries share.

A question's point is kept as latitude and longitude. Distances are taken on Mercator's map, where both are
degrees and a small circle stays a circle: there the nearest come first out of an index of PostgreSQL's own
``point``. Within 20 km the scale changes by 0.2 %, less than what points are rounded to.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import cos, degrees, floor, hypot, log, radians, tan
from typing import Any

from django.db.models import BooleanField, F, FloatField, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler

KM_PER_DEGREE = 111.195  # of a great circle
SOUTH, NORTH, WEST, EAST = 32, 39, 124, 132  # of Korea, with its seas
RADII = (0.5, 1, 3, 5, 10, 20)  # km
# Grids, by how many squares make a degree, and the widest circle that is put together from such squares.
GRIDS = {100: 1, 20: 5, 5: 20}
# About 100 m: enough to say where, too coarse to say at whose door.
DIGITS = 3


class _OfPoint(Func):
    """Of ``lat`` and ``lng`` what ``written`` says, word for word as the index has it."""

    def __init__(self, **extra: Any) -> None:
        super().__init__(F("lat"), F("lng"), **extra)

    def written(self, lat: str, lng: str) -> str:
        raise NotImplementedError

    def as_sql(  # type: ignore[override]  # the template that the base offers is not used
        self, compiler: SQLCompiler, _connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        lat, lng = (compiler.compile(each)[0] for each in self.get_source_expressions())
        return self.written(lat, lng), []


class Spot(_OfPoint):
    """The point on the map."""

    def written(self, lat: str, lng: str) -> str:
        return f"point({lng}::float8, degrees(ln(tan(radians(45 + {lat}::float8 / 2)))))"


class Cell(_OfPoint):
    """The square of a grid. Korea has fewer than 10,000 columns, so no two squares share a number."""

    output_field = IntegerField()

    def __init__(self, per_degree: int) -> None:
        super().__init__()
        self.per_degree = per_degree

    def written(self, lat: str, lng: str) -> str:
        n = self.per_degree
        return f"(floor({lat} * {n})::int * 10000 + floor({lng} * {n})::int)"


@dataclass(frozen=True)
class Around:
    """A circle of ``km`` about a point in degrees."""

    lat: float
    lng: float
    km: float

    @property
    def x(self) -> float:
        return self.lng

    @cached_property
    def y(self) -> float:
        return degrees(log(tan(radians(45 + self.lat / 2))))

    @property
    def km_per_unit(self) -> float:
        """How long a degree of the map is here."""
        return KM_PER_DEGREE * cos(radians(self.lat))

    @property
    def radius(self) -> float:
        return self.km / self.km_per_unit

    def metres(self, far: float) -> int:
        """``far`` as ``Far`` measures it."""
        return round(far * self.km_per_unit * 1000)

    @property
    def per_degree(self) -> int:
        """The finest grid that suits the circle."""
        return next(n for n, km in GRIDS.items() if self.km <= km)

    def cells(self) -> list[int]:
        """The squares that the circle reaches into."""
        n, up = self.per_degree, self.km / KM_PER_DEGREE
        across = self.km / self.km_per_unit
        return [
            row * 10_000 + column
            for row in range(floor((self.lat - up) * n), floor((self.lat + up) * n) + 1)
            for column in range(floor((self.lng - across) * n), floor((self.lng + across) * n) + 1)
            if self._reaches(row / n, column / n, 1 / n)
        ]

    def _reaches(self, south: float, west: float, side: float) -> bool:
        """Whether the nearest corner or edge of a square is inside; a little more never does harm."""
        up = min(max(self.lat, south), south + side) - self.lat
        across = min(max(self.lng, west), west + side) - self.lng
        return hypot(up * KM_PER_DEGREE, across * self.km_per_unit) <= self.km * 1.01


class _FromMiddle(_OfPoint):
    """Of the point and the circle (``x``, ``y``, ``radius``): numbers, or parameters of a prepared query."""

    def __init__(self, *circle: Any) -> None:
        super().__init__()
        self.circle = circle

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: Any, **context: Any
    ) -> tuple[str, list[Any]]:
        return super().as_sql(compiler, connection)[0], list(self.circle)


class Far(_FromMiddle):
    """How far from the middle of the circle, in degrees of the map."""

    output_field = FloatField()

    def __init__(self, x: Any, y: Any) -> None:
        super().__init__(x, y)

    def written(self, lat: str, lng: str) -> str:
        return f"({Spot().written(lat, lng)} <-> point(%s, %s))"


class Within(_FromMiddle):
    """Whether it lies in the circle: the question that the index of spots answers."""

    output_field = BooleanField()

    def __init__(self, x: Any, y: Any, radius: Any) -> None:
        super().__init__(x, y, radius)

    def written(self, lat: str, lng: str) -> str:
        return f"({Spot().written(lat, lng)} <@ circle(point(%s, %s), %s))"


def in_korea(lat: float, lng: float) -> bool:
    return SOUTH <= lat <= NORTH and WEST <= lng <= EAST
