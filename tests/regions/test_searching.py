from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.regions.queries import SEARCH_LIMIT, search
from tests.regions.conftest import SEOUL

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("애월", "제주-제주시-애월읍"),
        ("애월읍", "제주-제주시-애월읍"),
        ("제주시 애월읍", "제주-제주시-애월읍"),
        ("애월읍, 제주시", "제주-제주시-애월읍"),
        ("제주시애월읍", "제주-제주시-애월읍"),
        ("제주 애월", "제주-제주시-애월읍"),
        ("제주-제주시-애월읍", "제주-제주시-애월읍"),
        ("  애월  ", "제주-제주시-애월읍"),
        (unicodedata.normalize("NFD", "애월"), "제주-제주시-애월읍"),
        ("애\u200b월", "제주-제주시-애월읍"),
        ("제주", "제주"),
        ("제주도", "제주"),
        ("제주시", "제주-제주시"),
        ("이도2동", "제주-제주시-이도이동"),
        ("남원", "제주-서귀포시-남원읍"),  # open before 남원시
        ("서울", "서울"),
        ("서울시 중구", "서울-중구"),
        ("경남 통영", "경남-통영시"),
        ("전라북도", "전북"),
        ("수원시장안구", "경기-수원시-장안구"),
        ("분당", "경기-성남시-분당구"),
        ("강남", "서울-강남구"),
        ("을지로1가", "서울-중구-을지로1가"),
    ],
)
def test_the_first_hit_is_what_was_meant(text, slug):
    assert search(text)[0].slug == slug


def test_an_everyday_name_finds_its_official_parts():
    assert {region.name for region in search("아라동")} == {"아라일동", "아라이동"}


def test_every_word_counts():
    assert {region.full_name.split()[0] for region in search("중구")} > {"서울특별시"}
    assert [region.full_name for region in search("부산 중구")] == ["부산광역시 중구"]


def test_a_region_is_not_found_by_its_ancestors_alone():
    assert [region.slug for region in search("제주")] == ["제주", "제주-제주시"]


def test_a_search_can_stay_inside_a_region(region):
    assert {found.sido_id for found in search("중구")} > {SEOUL}
    assert [found.slug for found in search("중구", within=region("서울"))] == ["서울-중구"]


@pytest.mark.parametrize(
    "text", ["", "   ", "%", "_", "\\", "<script>", "'; --", "가나다라마", "\x00"]
)
def test_nothing_is_found_by_nothing(text):
    assert search(text) == []


def test_a_common_syllable_gives_a_short_list():
    assert len(search("동")) == SEARCH_LIMIT


@given(st.text(max_size=300))
def test_any_text_may_be_searched(text):
    assert len(search(text)) <= SEARCH_LIMIT
