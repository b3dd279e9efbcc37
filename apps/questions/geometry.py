"""Where a question is, in terms that indexes and queries share.

A question's point is kept as latitude and longitude. Distances are taken on Mercator's map, where both are
degrees and a small circle stays a circle: there the nearest come first out of an index of PostgreSQL's own
``point``. Within 20 km the scale changes by 0.2 %, less than what points are rounded to.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import ceil, cos, degrees, floor, hypot, log, pi, radians, sin, sqrt, tan
from typing import Any

from django.db.models import BooleanField, DurationField, F, FloatField, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler

KM_PER_DEGREE = 111.195  # of a great circle
SOUTH, NORTH, WEST, EAST = 32, 39, 124, 132  # of Korea, with its seas
# Grids, by how many columns make a degree, and the widest circle, in km, that reaches into two columns and
# two rows at most. In degrees rows are nearer to each other than columns, so that the squares are ones.
GRIDS = {40: 1, 8: 5, 2: 20}
RADII = tuple(GRIDS.values())  # km: what is offered has a grid of its own
ROWS = 1.25  # to a column
# How much smaller than a circle is what is cut out for those passed, in degrees: by more than the 0.000001
# within which PostgreSQL's geometry takes two numbers for one, and by so much where its edges are flattest.
_SLACK, _FLAT = 2e-6, 1e-6
_MOST_CORNERS = 256
# About 100 m: enough to say where, too coarse to say at whose door.
DIGITS = 3


class _OfPoint(Func):
    """Of ``columns`` what ``written`` says, word for word as the index has it."""

    columns: tuple[str, ...] = ("lat", "lng", "id")

    def __init__(self, **extra: Any) -> None:
        super().__init__(*map(F, self.columns), **extra)

    def written(self, *columns: str) -> str:
        raise NotImplementedError

    def as_sql(  # type: ignore[override]  # the template that the base offers is not used
        self, compiler: SQLCompiler, _connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        return self.written(
            *(compiler.compile(each)[0] for each in self.get_source_expressions())
        ), []


class Spot(_OfPoint):
    """The point on the map.

    Points are coarse, and many questions may share one. Each is moved by its id, to each side by
    10 m at most, so that few are equally far from anywhere: a page by distance would read all those that its
    last one is as far as.
    """

    def written(self, *columns: str) -> str:
        lat, lng, pk = columns
        # Of 1,024 places evenly spread over a square of 0.0002 degrees.
        x, y = (f"(({pk}{times} & 1023) - 512)::float8 / 5e6::float8" for times in ("", " * 633"))
        return (
            f"point({lng}::float8 + {x}, degrees(ln(tan(radians(45 + {lat}::float8 / 2)))) + {y})"
        )


class Cell(_OfPoint):
    """The square of a grid. Korea has fewer than 10,000 columns, so no two squares share a number."""

    output_field = IntegerField()
    columns = ("lat", "lng")

    def __init__(self, per_degree: int) -> None:
        super().__init__()
        self.per_degree = per_degree

    def written(self, *columns: str) -> str:
        (lat, lng), n = columns, self.per_degree
        return f"(floor({lat} * {n * ROWS:g})::int * 10000 + floor({lng} * {n})::int)"


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
        """``far`` as ``Far`` measures it, to ten metres: spots are moved by so much to each side."""
        return 10 * round(far * self.km_per_unit * 100)

    @property
    def per_degree(self) -> int:
        """The finest grid that suits the circle."""
        return next(n for n, km in GRIDS.items() if self.km <= km)

    def cells(self) -> list[int]:
        """The squares that the circle reaches into, at most four; a little more never does harm."""
        columns, rows = self.per_degree, self.per_degree * ROWS
        up, across = 1.005 * self.km / KM_PER_DEGREE, 1.005 * self.km / self.km_per_unit
        return [
            row * 10_000 + column
            for row in range(floor((self.lat - up) * rows), floor((self.lat + up) * rows) + 1)
            for column in range(
                floor((self.lng - across) * columns), floor((self.lng + across) * columns) + 1
            )
            if self._reaches(row / rows, column / columns, 1 / rows, 1 / columns)
        ]

    def _reaches(self, south: float, west: float, height: float, width: float) -> bool:
        """Whether the nearest corner or edge of a square is inside."""
        up = min(max(self.lat, south), south + height) - self.lat
        across = min(max(self.lng, west), west + width) - self.lng
        return hypot(up * KM_PER_DEGREE, across * self.km_per_unit) <= self.km * 1.01

    def beyond(self, far: float) -> str:
        """A polygon with whatever of the circle is ``far`` away or farther, and hardly anything nearer.

        A square about the circle, with the middle cut out by many corners; the way there and back is one.
        """
        wide, narrow = 2 * self.radius, far - _SLACK
        east, north, west, south = (wide, 0.0), (0.0, wide), (-wide, 0.0), (0.0, -wide)
        corners = [east, north, west, south]
        if narrow > 0:
            number = min(max(8, ceil(pi * sqrt(narrow / (2 * _FLAT)))), _MOST_CORNERS)
            turns = (2 * pi * corner / number for corner in range(number - 1, 0, -1))
            round_about = ((narrow * cos(turn), narrow * sin(turn)) for turn in turns)
            corners += chain([east, (narrow, 0.0)], round_about, [(narrow, 0.0)])
        return f"({','.join(f'({self.x + x!r},{self.y + y!r})' for x, y in corners)})"


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

    def written(self, *columns: str) -> str:
        return f"({Spot().written(*columns)} <-> point(%s, %s))"


class Within(_FromMiddle):
    """Whether it lies in the circle: the question that the index of spots answers."""

    output_field = BooleanField()

    def __init__(self, x: Any, y: Any, radius: Any) -> None:
        super().__init__(x, y, radius)

    def written(self, *columns: str) -> str:
        return f"({Spot().written(*columns)} <@ circle(point(%s, %s), %s))"


class Beyond(_FromMiddle):
    """Whether it lies in a polygon, which the index of spots answers, too."""

    output_field = BooleanField()

    def __init__(self, polygon: Any) -> None:
        super().__init__(polygon)

    def written(self, *columns: str) -> str:
        return f"({Spot().written(*columns)} <@ %s::polygon)"


class Age(Func):
    """How long before ``moment``, in terms of the index of spots."""

    output_field = DurationField()
    template, arg_joiner = "(%(expressions)s)", " <-> "

    def __init__(self, moment: Any, **extra: Any) -> None:
        super().__init__("created_at", moment, **extra)


def radius_of(km: float) -> int:
    """The next wider circle that is offered, else the widest."""
    return next((radius for radius in RADII if km <= radius), RADII[-1])


def in_korea(lat: float, lng: float) -> bool:
    return SOUTH <= lat <= NORTH and WEST <= lng <= EAST
