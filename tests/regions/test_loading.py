from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Count, F

from apps.regions.enums import Level
from apps.regions.models import Region
from apps.regions.services.loading import load_regions
from apps.regions.services.opening import open_region
from tests.regions.conftest import AEWOL, JEJU, SEOUL

pytestmark = pytest.mark.django_db


def test_the_whole_country_is_there():
    counted = dict(Region.objects.order_by("level").values_list("level").annotate(Count("id")))
    assert counted == {Level.SIDO: 17, Level.SIGUNGU: 253, Level.EMD: 5026}


def test_a_region_carries_its_official_facts():
    aewol = Region.objects.get(pk=AEWOL)
    assert (aewol.code, aewol.name, aewol.slug) == ("5011025300", "애월읍", "제주-제주시-애월읍")
    assert aewol.full_name == "제주특별자치도 제주시 애월읍"
    assert aewol.sido_id == JEJU
    assert aewol.parent_id == aewol.sigungu_id == 50110000


def test_codes_and_ids_say_the_same():
    assert not [region for region in Region.objects.all() if region.code != f"{region.pk}00"]


def test_every_branch_hangs_where_its_code_says():
    adopted = {44830250}  # 당진읍 has kept a code of 당진군
    strays = [
        region.pk
        for region in Region.objects.exclude(level=Level.SIDO).select_related("parent")
        if not region.code.startswith(region.parent.code[: 2 if region.level == 2 else 5])
    ]
    assert set(strays) == adopted
    assert Region.objects.get(pk=44830250).full_name == "충청남도 당진시 당진읍"


def test_ancestors_agree_along_every_branch():
    below = Region.objects.exclude(level=Level.SIDO)
    assert not below.exclude(sido=F("parent__sido")).exists()
    assert not below.exclude(level=F("parent__level") + 1).exists()


@pytest.mark.parametrize(
    ("slug", "full_name"),
    [
        ("경기-수원시-장안구", "경기도 수원시 장안구"),
        ("경기-고양시-일산동구", "경기도 고양시 일산동구"),
        ("경기-용인시-수지구", "경기도 용인시 수지구"),
        ("서울-성북구", "서울특별시 성북구"),
        ("서울-중구-을지로1가", "서울특별시 중구 을지로1가"),
        ("전북-전주시-완산구", "전북특별자치도 전주시 완산구"),
        ("인천-미추홀구", "인천광역시 미추홀구"),
        ("세종-세종시-반곡동", "세종특별자치시 세종시 반곡동"),
    ],
)
def test_names_are_those_people_know(slug, full_name):
    assert Region.objects.get(slug=slug).full_name == full_name


def test_addresses_hold_only_what_a_path_can():
    slugs = Region.objects.values_list("slug", flat=True)
    assert len(set(slugs)) == len(slugs)
    odd = [slug for slug in slugs if not slug.replace("-", "").isalnum()]
    assert not odd
    assert not {"current", "locate"} & set(slugs)


def test_jeju_is_open_and_nothing_else():
    assert set(Region.objects.open().values_list("sido", flat=True)) == {JEJU}
    assert not Region.objects.filter(sido=JEJU, is_open=False).exists()


def test_loading_again_changes_nothing_and_keeps_what_the_operator_opened(operator):
    open_region(region=Region.objects.get(pk=SEOUL), by=operator)
    before = list(Region.objects.values())
    loaded = load_regions()
    assert (loaded.total, loaded.new, loaded.left) == (5296, 0, 0)
    assert list(Region.objects.values()) == before


def test_loading_again_mends_names_and_tells_of_rows_no_longer_known():
    Region.objects.filter(pk=AEWOL).update(name="애월면", full_name="제주특별자치도 제주시 애월면")
    gone = Region.objects.get(pk=SEOUL)
    gone.pk, gone.sido_id, gone.code, gone.slug = 12000000, 12000000, "1200000000", "없는-곳"
    gone.save(force_insert=True)
    out = StringIO()
    call_command("load_regions", stdout=out)
    assert Region.objects.get(pk=AEWOL).name == "애월읍"
    assert Region.objects.filter(pk=12000000).exists()
    assert out.getvalue().strip() == (
        "5,296 regions, 0 of them new. 1 rows are no longer in the boundary file and stay."
    )


@pytest.mark.parametrize(
    "wrong", [{"parent": None}, {"level": Level.SIDO}, {"lat": 48.0}, {"sigungu": None}]
)
def test_the_database_refuses_a_crooked_tree(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.filter(pk=AEWOL).update(**wrong)
