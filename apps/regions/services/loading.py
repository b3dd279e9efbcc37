"""Bringing the table up to the districts of the boundary file."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from apps.regions.bundle import District, districts, region_id
from apps.regions.enums import Level
from apps.regions.models import Region

# The 시도 that is open before any operator has said anything: 제주.
OPEN_FROM_THE_START = region_id("50")
BATCH = 1_000
# Not is_open: that is the operator's, once the row exists.
REFRESHED = [
    "code", "name", "full_name", "slug", "level", "parent", "sido", "sigungu", "lat", "lng",
]  # fmt: skip


@dataclass(frozen=True)
class Loaded:
    """What one load did; ``left`` are rows that the file no longer knows."""

    total: int
    new: int
    left: int


@transaction.atomic
def load_regions() -> Loaded:
    """Insert or refresh every district. Rows are never removed: questions point at them."""
    before = set(Region.objects.values_list("pk", flat=True))
    rows = [_row(district) for district in districts()]
    Region.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=REFRESHED,
    )
    with connection.cursor() as cursor:
        # Else the planner takes the table for a small one until autovacuum comes by, and joins it row by row.
        cursor.execute("ANALYZE regions_region")
    now = {row.pk for row in rows}
    return Loaded(total=len(now), new=len(now - before), left=len(before - now))


def _row(district: District) -> Region:
    line = _line(district)
    return Region(
        id=district.id,
        code=district.code,
        name=district.name,
        full_name=district.full_name,
        slug=district.slug,
        level=district.level,
        parent_id=district.parent.id if district.parent else None,
        sido_id=line[Level.SIDO].id,
        sigungu_id=line[Level.SIGUNGU].id if Level.SIGUNGU in line else None,
        lat=district.lat,
        lng=district.lng,
        is_open=line[Level.SIDO].id == OPEN_FROM_THE_START,
    )


def _line(district: District) -> dict[Level, District]:
    """The district and its ancestors by level."""
    line = {district.level: district}
    while district.parent:
        district = district.parent
        line[district.level] = district
    return line
