from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.regions.boundaries import InvalidPosition, emd_id_at
from apps.regions.bundle import districts
from apps.regions.enums import Level
from apps.regions.queries import locate

EMDS = [district for district in districts() if district.level == Level.EMD]
# Lies as a whole in what the file calls the 동 of 당진시.
SHADOWED = 44830250


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lat", "lng", "slug"),
    [
        (33.4606, 126.3105, "제주-제주시-애월읍"),  # 한담해변, on the sand beyond the boundary
        (33.4581, 126.9425, "제주-서귀포시-성산읍"),  # 성산일출봉
        (33.5066, 126.4930, "제주-제주시-용담이동"),  # 제주국제공항
        (33.5063, 126.9530, "제주-제주시-우도면"),  # an island
        (37.5663, 126.9779, "서울-중구-태평로1가"),  # 서울시청
        (37.4848, 130.9057, "경북-울릉군-울릉읍"),
    ],
)
def test_known_places(lat, lng, slug):
    assert locate(lat, lng).slug == slug


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lat", "lng"),
    [(33.0, 126.0), (33.55, 126.3), (35.6762, 139.6503), (0, 0), (90, 180), (-90, -180)],
)
def test_there_is_nobody_at_sea_and_abroad(lat, lng):
    assert locate(lat, lng) is None


@pytest.mark.parametrize(
    ("lat", "lng"),
    [(90.01, 0), (0, -180.5), (126.3, 33.4e3), (float("nan"), 126), (33, float("inf"))],
)
def test_what_is_no_position_is_refused(lat, lng):
    with pytest.raises(InvalidPosition):
        emd_id_at(lat, lng)


def test_a_place_costs_one_query_with_its_ancestors(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = locate(33.4627, 126.3097)
        assert (found.sido.name, found.sigungu.name) == ("제주특별자치도", "제주시")


@given(st.sampled_from(EMDS))
def test_the_point_of_a_region_lies_in_that_region(emd):
    expected = 44270107 if emd.id == SHADOWED else emd.id
    assert emd_id_at(emd.lat, emd.lng) == expected


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_anywhere_on_earth_has_an_answer(lat, lng):
    found = emd_id_at(lat, lng)
    assert found is None or (32 < lat < 39.1 and 124 < lng < 132)
