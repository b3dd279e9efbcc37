"""Questions around a position, with a map where there is a script and without one where there is none."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

HANDAM = {
    "geolocation": {"latitude": 33.46061, "longitude": 126.31059},
    "permissions": ["geolocation"],
}
AROUND = "/nearby/?lat=33.461&lng=126.311&km=20"


def test_from_the_position_of_the_phone_to_a_question_on_the_map(new_page):
    page = new_page(**HANDAM)
    page.goto("/nearby/")
    page.get_by_role("button", name="지금 위치에서 찾기").click()
    expect(page).to_have_url(re.compile(r"lat=33\.461&lng=126\.311"))
    assert "33.4606" not in page.url
    page.get_by_role("link", name="20km").click()
    expect(page.locator(".question-card").first).to_be_visible()


@pytest.fixture
def no_tiles(site):
    site.tiles.broken = True
    yield
    site.tiles.broken = False


def test_marks_can_be_reached_by_keyboard_though_no_tile_arrives(new_page, no_tiles):
    page = new_page()
    page.goto(AROUND)
    assert page.locator(".map__mark").count() == 0
    summary = page.locator("details.map summary")
    summary.focus()
    page.keyboard.press("Enter")
    mark = page.locator(".map__mark").first
    expect(mark).to_be_visible()
    expect(page.locator(".map__status")).to_contain_text("지도 그림을 받지 못했어요")
    mark.focus()
    page.keyboard.press("Enter")
    note = page.locator(".map__note a")
    expect(note).to_be_visible()
    title = note.inner_text()
    note.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_every_row_has_its_mark(new_page):
    page = new_page()
    page.goto(AROUND)
    page.locator("details.map summary").click()
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".map__mark")).to_have_count(page.locator("[data-spot]").count())
    expect(page.locator(".map__status")).to_be_empty()


def test_without_a_script_the_list_is_all_there_is(new_page):
    page = new_page(java_script_enabled=False)
    page.goto(AROUND)
    expect(page.locator("details.map")).not_to_be_visible()
    expect(page.locator(".question-card").first).to_be_visible()
    page.get_by_role("link", name="최신순").click()
    page.get_by_role("link", name="5km").click()
    expect(page.locator("[aria-current]").filter(has_text="최신순")).to_be_visible()


def test_a_position_is_put_on_a_question_coarsely_unless_the_place_is_public(new_page):
    page = new_page(**HANDAM)
    page.goto("/ask/")
    page.get_by_role("button", name="지금 위치 붙이기").click()
    expect(page.locator("[data-pin-status]")).to_contain_text("흐리게")
    expect(page.locator("[name=lat]")).to_have_value("33.461")
    page.get_by_label("공공장소예요").check()
    expect(page.locator("[name=lng]")).to_have_value("126.31059")
    page.get_by_role("button", name="위치 떼기").click()
    expect(page.locator("[name=lat]")).to_have_value("")
