from __future__ import annotations

import pytest

from apps.regions.models import Region
from apps.regions.services.opening import close_region, open_region
from tests.regions.conftest import AEWOL, JEJU, JONGNO, SEOUL


@pytest.fixture
def now_open(db):
    return lambda **where: Region.objects.open().filter(**where).count()


def test_opening_a_sido_opens_all_of_it(operator, region, now_open):
    assert (
        open_region(region=region("서울"), by=operator) == Region.objects.filter(sido=SEOUL).count()
    )
    assert not Region.objects.filter(sido=SEOUL, is_open=False).exists()


def test_opening_a_part_leaves_the_rest_closed(operator, region, now_open):
    open_region(region=region("서울-종로구"), by=operator)
    assert now_open(sido=SEOUL) == now_open(sigungu=JONGNO) == 88  # the 구 and its 87 동
    assert not region("서울").is_open


def test_a_single_emd_opens_alone(operator, region, now_open):
    open_region(region=region("서울-종로구-청운동"), by=operator)
    assert now_open(sido=SEOUL) == 1


def test_doing_it_twice_changes_nothing_more(operator, region):
    open_region(region=region("서울"), by=operator)
    assert open_region(region=region("서울"), by=operator) == 0


def test_closing_reaches_as_far_as_opening(operator, region, now_open):
    close_region(region=region("제주-제주시"), by=operator)
    assert not region("제주-제주시-애월읍").is_open
    assert now_open(sido=JEJU) == 1 + Region.objects.filter(sigungu__slug="제주-서귀포시").count()
    assert open_region(region=Region.objects.get(pk=AEWOL), by=operator) == 1
