"""Every region's name and address in the memory of the process: lists show them in each row."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from apps.core.remembered import remembered
from apps.regions.models import Region


class Known(NamedTuple):
    name: str
    slug: str
    sigungu_id: int | None


@remembered(seconds=600)
def known_regions() -> Mapping[int, Known]:
    """By their ids; some 5,300, two megabytes, 30 ms once in ten minutes."""
    rows = Region.objects.order_by().values_list("pk", "name", "slug", "sigungu_id")
    return MappingProxyType({row[0]: Known(*row[1:]) for row in rows})
