"""Finding one's neighbourhood by typing, by position and without any script."""

from __future__ import annotations

from playwright.sync_api import expect

HANDAM = {
    "geolocation": {"latitude": 33.4606, "longitude": 126.3105},
    "permissions": ["geolocation"],
}


def test_the_list_follows_the_typing_and_the_header_the_choice(new_page):
    page = new_page()
    page.goto("/r/")
    page.get_by_role("searchbox").press_sequentially("제주시 애월")
    expect(page.locator(".region-list__item")).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.get_by_role("button", name="애월읍").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("애월읍")
    expect(page.locator(".region-switch")).to_have_text("애월읍")


def test_the_position_of_the_phone_is_enough_and_stays_out_of_the_address(new_page):
    page = new_page(**HANDAM)
    page.goto("/r/?next=/ask/")
    page.get_by_role("button", name="지금 위치로 찾기").click()
    expect(page.get_by_text("지금 애월읍 쪽에 있어요")).to_be_visible()
    assert "33.4" not in page.url
    page.locator(".region-list__choice").first.click()
    expect(page.locator(".chosen-region")).to_contain_text("제주시 애월읍")


def test_who_keeps_the_position_to_themselves_is_told_how_to_go_on(new_page):
    page = new_page()
    page.goto("/r/")
    page.get_by_role("button", name="지금 위치로 찾기").click()
    expect(page.get_by_text("이름으로 찾아 주세요")).to_be_visible()


def test_without_a_script_the_list_and_the_names_remain(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/r/")
    expect(page.locator("noscript p")).to_contain_text("자바스크립트가 필요해요")
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.get_by_role("button", name="지금 위치로 찾기")).not_to_be_visible()
    for name in ("제주특별자치도", "제주시"):
        page.locator(".region-list__choice", has_text=name).first.click()
    page.get_by_role("button", name="애월읍").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("애월읍")
