"""Where questions are asked: every district of the country, weighted by people, Jeju above all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from apps.demo.generate.vocabulary import PlaceNames, place_names

SIDO, SIGUNGU, EMD = 1, 2, 3
# Share of questions by 시도, the first two digits of the code: residents in 2024 in tenths of a
# million, except Jeju (50), where the site began.
SIDO_WEIGHTS = {
    11: 93, 26: 33, 27: 24, 28: 30, 29: 14, 30: 14, 31: 11, 36: 4, 41: 137, 42: 15, 43: 16, 44: 21,
    45: 17, 46: 18, 47: 25, 48: 32, 50: 270,
}  # fmt: skip
LEVEL_SHARES = {SIDO: 0.06, SIGUNGU: 0.24, EMD: 0.70}
JEJU = 50
_RANK_EXPONENT = 0.7


@dataclass(frozen=True, slots=True)
class Place:
    """One district with what people call it; ids as in the regions table, degrees as WGS84."""

    id: int
    sido_id: int
    sigungu_id: int | None
    emd_id: int | None
    names: tuple[str, ...]
    spots: tuple[str, ...]
    lat: float
    lng: float


@dataclass(frozen=True, slots=True)
class RegionRow:
    """What is read of a region."""

    id: int
    level: int
    name: str
    full_name: str
    short_sido: str
    sido_id: int
    sigungu_id: int | None
    lat: float
    lng: float


class Country:
    """All places, and a way to pick one."""

    def __init__(self, regions: Iterable[RegionRow], seed: int) -> None:
        rows = sorted(regions, key=lambda row: row.id)
        self.places = [_place(row, place_names()) for row in rows]
        self._cumulative = list(accumulate(_weights(rows, Random(seed))))
        self._by_sido: dict[int, list[Place]] = defaultdict(list)
        for place in self.places:
            self._by_sido[place.sido_id].append(place)

    def pick(self, rng: Random) -> Place:
        """A place, likelier where more people are."""
        return rng.choices(self.places, cum_weights=self._cumulative)[0]

    def neighbours(self, place: Place) -> Sequence[Place]:
        """The places of the same 시도."""
        return self._by_sido[place.sido_id]


def _place(row: RegionRow, known: PlaceNames) -> Place:
    names = _names(row)
    in_jeju = row.sido_id // 1_000_000 == JEJU
    spots = known.jeju.get(row.name, ()) if in_jeju else ()
    if not spots:
        base = names[0].split(" ")[-1]
        kinds = known.town if row.name.endswith(("읍", "면", "군")) else known.city
        spots = tuple(f"{base} {kind}" for kind in kinds)
    return Place(
        id=row.id,
        sido_id=row.sido_id,
        sigungu_id=row.sigungu_id,
        emd_id=row.id if row.level == EMD else None,
        names=names,
        spots=spots,
        lat=row.lat,
        lng=row.lng,
    )


def _names(row: RegionRow) -> tuple[str, ...]:
    """How people call it, the commonest first: 애월, 애월읍, 제주 애월; 마포구 서교동."""
    if row.level == SIDO:
        return (row.short_sido, row.short_sido, row.name)
    if row.level == SIGUNGU:
        return (row.name, f"{row.short_sido} {row.name}", row.name)
    if row.name.endswith(("읍", "면")) and len(row.name) > 2:
        short = row.name[:-1]
        return (short, short, row.name, f"{row.short_sido} {short}")
    with_sigungu = " ".join(row.full_name.split(" ")[-2:])
    return (row.name, row.name, with_sigungu, f"{row.short_sido} {row.name}")


def _weights(rows: Sequence[RegionRow], rng: Random) -> list[float]:
    """The 시도's share, divided by Zipf's law among its districts, whose ranks are shuffled."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[row.sido_id, row.level].append(index)
    weights = [0.0] * len(rows)
    for (sido_id, level), members in sorted(groups.items()):
        rng.shuffle(members)
        shares = [1 / rank**_RANK_EXPONENT for rank in range(1, len(members) + 1)]
        share = SIDO_WEIGHTS.get(sido_id // 1_000_000, 1) * LEVEL_SHARES[level] / sum(shares)
        for index, part in zip(members, shares, strict=True):
            weights[index] = share * part
    return weights
