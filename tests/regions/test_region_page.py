from __future__ import annotations

from django.template.loader import render_to_string

from apps.core import links
from apps.regions.models import Region
from apps.regions.queries import region_header
from tests.regions.conftest import AEWOL, JEJU, JEJU_CITY


def header(slug: str) -> str:
    region = Region.objects.with_ancestors().get(slug=slug)
    return render_to_string("regions/_header.html", {"header": region_header(region)})


def test_the_head_shows_the_way_up_and_down(db, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = header("제주-제주시")
    assert links.region("제주") in page
    assert links.region("제주-제주시-애월읍") in page
    assert "곧 열려요" not in page


def test_many_neighbourhoods_are_folded_away(db):
    assert "제주시 안의 지역 47곳" in header("제주-제주시")
    assert "<details" not in header("제주")


def test_a_neighbourhood_has_nothing_inside(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = header("제주-제주시-애월읍")
    assert "chips" not in page
    assert "<h1" in page


def test_a_closed_region_says_it_is_coming(db):
    assert "곧 열려요" in header("서울")


def test_the_page_is_where_the_region_says_it_is(client, db):
    for pk in (JEJU, JEJU_CITY, AEWOL, 41111000):
        region = Region.objects.get(pk=pk)
        assert region.get_absolute_url() == links.region(region.slug)
        assert client.get(region.get_absolute_url()).status_code == 200
    assert client.get("/r/없는-곳/").status_code == 404
