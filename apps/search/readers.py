from __future__ import annotations

from django.http import HttpRequest

from apps.regions.models import Region
from apps.regions.queries import current_region
from apps.search.ranking import Here
from apps.search.searching import Reader


def reader_of(request: HttpRequest) -> Reader:
    """Where whoever asks is looking, and whom they have blocked."""
    return Reader(here=here_of(current_region(request)), blocked=_blocked(request))


def signed_in_reader(request: HttpRequest) -> Reader:
    """The same, wherever they look: for answers that follow from their address and who is signed in."""
    return Reader(blocked=_blocked(request))


def here_of(region: Region | None) -> Here:
    if region is None:
        return Here()
    columns = region.columns
    return Here(columns["sido_id"], columns["sigungu_id"], columns["emd_id"])


def _blocked(request: HttpRequest) -> frozenset[int]:
    if not request.user.is_authenticated:
        return frozenset()
    return frozenset(request.user.blocked_ids)
