from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.regions.services.opening import open_region
from tests.regions.conftest import AEWOL, JEJU, JEJU_CITY, JONGNO, SEOUL

ASK = {"next": "/ask/", "field": "region"}


def html(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def rows(page: str) -> list[str]:
    return re.findall(r'<li class="region-list__item">.*?</li>', page, re.DOTALL)


def test_the_list_starts_with_the_provinces_and_the_open_one(client, db):
    page = html(client.get("/r/"))
    assert len(rows(page)) == 17
    assert "제주특별자치도" in rows(page)[0]
    assert "곧 열려요" not in rows(page)[0]
    assert all("곧 열려요" in row for row in rows(page)[1:])


def test_step_by_step_to_a_neighbourhood_without_a_script(client, db):
    page = html(client.get("/r/", ASK))
    for name in ("제주특별자치도", "제주시", "애월읍"):
        row = next(row for row in rows(page) if name in row and "전체" not in row)
        href = re.search(r'href="([^"]+)"', row)[1].replace("&amp;", "&")
        if name != "애월읍":
            page = html(client.get(href))
    assert href == f"/ask/?region={AEWOL}"


def test_a_whole_region_may_be_chosen_too(client, db):
    page = html(client.get("/r/", ASK | {"within": JEJU_CITY}))
    assert "제주시 전체" in rows(page)[0]
    assert f"/ask/?region={JEJU_CITY}" in rows(page)[0]


def test_the_names_of_neighbourhoods_stand_in_order(client, db):
    names = re.findall(
        r'list__name">([^< ]+)</span>', html(client.get("/r/", {"within": JEJU_CITY}))
    )
    assert len(names) == 47
    assert names == sorted(names)


def test_a_search_without_a_script_is_a_page(client, db):
    page = html(client.get("/r/", ASK | {"q": "애월"}))
    assert "<html" in page
    assert 'value="애월"' in page
    assert f'href="/ask/?region={AEWOL}"' in page
    assert "1곳을 찾았어요" in page


def test_typing_swaps_only_the_list(client, htmx):
    swapped = html(htmx.get("/r/", ASK | {"q": "애월"}))
    assert swapped.lstrip().startswith("<section")
    assert 'id="region-choices"' in swapped
    assert swapped.strip() in html(client.get("/r/", ASK | {"q": "애월"}))
    assert "HX-Request" in htmx.get("/r/").headers["Vary"]


def test_no_hit_says_what_to_do_next(client, db):
    page = html(client.get("/r/", {"q": "없는동네이름"}))
    assert "“없는동네이름” 지역을 찾지 못했어요" in page
    assert "목록에서 고르기" in page


def test_what_was_typed_is_shown_as_text(client, db):
    page = html(client.get("/r/", {"q": "<script>alert(1)</script>"}))
    assert "<script>alert" not in page


def test_a_closed_region_is_shown_but_not_offered(client, db):
    page = html(client.get("/r/", ASK | {"q": "서초구"}))
    assert "곧 열려요" in rows(page)[0]
    assert "/ask/?region=" not in page
    assert 'href="/r/%EC%84%9C%EC%9A%B8-%EC%84%9C%EC%B4%88%EA%B5%AC/"' in page


def test_it_is_offered_as_soon_as_it_opens(client, operator, region):
    open_region(region=region("서울-서초구"), by=operator)
    assert "/ask/?region=11650000" in html(client.get("/r/", ASK | {"q": "서초구"}))


def test_a_form_that_takes_closed_regions_gets_them(client, db):
    settings_form = {"next": "/settings/", "field": "home_region", "closed": "1", "q": "서초구"}
    assert "/settings/?home_region=11650000" in html(client.get("/r/", settings_form))


def test_the_way_back_keeps_the_rest_of_its_address(client, db):
    page = html(client.get("/r/", {"next": "/ask/?draft=3&region=1#place", "q": "애월"}))
    assert f'href="/ask/?draft=3&amp;region={AEWOL}#place"' in page


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "ask/",
        "http:///evil.example",
        "/ask/" + "a" * 500,
    ],
)
def test_no_other_site_is_returned_to(client, db, target):
    page = html(client.get("/r/", {"next": target, "q": "애월"}))
    assert "evil" not in page.split("<main")[1].split("</main>")[0]
    assert f'name="region" value="{AEWOL}"' in page


@pytest.mark.parametrize("field", ["", "Region", "a&b", "region=1", "x" * 40, "_csrf"])
def test_an_odd_field_name_is_not_echoed(client, db, field):
    page = html(client.get("/r/", {"next": "/ask/", "field": field, "q": "애월"}))
    assert f"/ask/?region={AEWOL}" in page


def test_a_found_position_offers_itself_and_what_it_lies_in(client, db):
    page = html(client.get("/r/", ASK | {"at": AEWOL}))
    assert "지금 애월읍 쪽에 있어요" in page
    assert [re.search(r"region=(\d+)", row)[1] for row in rows(page)] == [
        str(AEWOL),
        str(JEJU_CITY),
        str(JEJU),
    ]


@pytest.mark.parametrize("query", [{}, {"within": JEJU}, ASK, ASK | {"within": JEJU}])
def test_nobody_is_told_a_place_they_have_not_found(client, db, query):
    """Every page knows as ``here`` which of the main places it is: no region."""
    assert "쪽에 있어요" not in html(client.get("/r/", query))


def test_the_path_says_where_in_the_tree_one_is(client, db):
    page = html(client.get("/r/", {"within": JEJU_CITY}))
    path = re.search(r'<ol class="region-path">.*?</ol>', page, re.DOTALL)[0]
    assert re.findall(r">([가-힣]+)</", path) == ["전국", "제주특별자치도", "제주시"]


@pytest.mark.parametrize("wrong", ["0", "99999999", "-1", "abc", "50110253x", "٥0110253", "9" * 40])
def test_an_unknown_region_shows_the_whole_list(client, db, wrong):
    for name in ("within", "at"):
        assert len(rows(html(client.get("/r/", {name: wrong})))) == 17


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"within": JEJU_CITY},
        {"within": JONGNO},
        {"within": SEOUL},
        {"q": "애월"},
        {"q": "동"},
        {"at": AEWOL},
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_list(client, db, asked):
    with CaptureQueriesContext(
        connection,
    ) as made:
        html(client.get("/r/", asked))
    assert len(made) == (2 if "within" in asked else 1)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_picker_is_only_read(client, db, method):
    assert getattr(client, method)("/r/").status_code == 405


class TestLocating:
    HANDAM = {"lat": "33.4606", "lng": "126.3105"}

    def test_a_position_becomes_the_region_it_lies_in(self, client, db):
        response = client.post("/r/locate/", self.HANDAM)
        assert (response.status_code, response.url) == (302, f"/r/?at={AEWOL}")

    def test_the_purpose_is_carried_along(self, client, db):
        response = client.post("/r/locate/", self.HANDAM | ASK | {"closed": "1"})
        assert response.url == f"/r/?next=%2Fask%2F&field=region&closed=1&at={AEWOL}"
        assert f"/ask/?region={AEWOL}" in html(client.get(response.url))

    def test_no_other_site_is_returned_to(self, client, db):
        response = client.post("/r/locate/", self.HANDAM | {"next": "https://evil.example/"})
        assert response.url == f"/r/?at={AEWOL}"

    def test_a_closed_region_is_found_and_says_so(self, client, db):
        there = client.post("/r/locate/", {"lat": "37.5663", "lng": "126.9779"}, follow=True)
        page = html(there)
        assert "지금 태평로1가 쪽에 있어요" in page
        assert all("곧 열려요" in row for row in rows(page))

    def test_at_sea_the_names_remain(self, client, db):
        response = client.post("/r/locate/", {"lat": "33.0", "lng": "126.0"})
        assert response.status_code == 404
        page = response.content.decode()
        assert "이 위치에서는 동네를 찾지 못했어요" in page
        assert len(rows(page)) == 17

    @pytest.mark.parametrize(
        "position",
        [
            {},
            {"lat": "", "lng": ""},
            {"lat": "33.4"},
            {"lat": "abc", "lng": "126"},
            {"lat": "nan", "lng": "126"},
            {"lat": "1e400", "lng": "126"},
            {"lat": "91", "lng": "126"},
        ],
    )
    def test_what_is_no_position_is_refused_with_a_sentence(self, client, db, position):
        response = client.post("/r/locate/", position)
        assert response.status_code == 400
        assert "위치를 읽지 못했어요" in response.content.decode()

    def test_no_position_stands_in_an_address(self, client, db):
        assert client.get("/r/locate/", self.HANDAM).status_code == 405
        assert "33.46" not in client.post("/r/locate/", self.HANDAM).url

    def test_another_site_cannot_send_it(self, db):
        assert Client(enforce_csrf_checks=True).post("/r/locate/", self.HANDAM).status_code == 403

    def test_asking_all_the_time_is_slowed_down(self, client, db, settings):
        settings.RATE_LIMITS = {"locate": "2/m"}
        for _ in range(2):
            assert client.post("/r/locate/", self.HANDAM).status_code == 302
        refused = client.post("/r/locate/", self.HANDAM)
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) > 0
