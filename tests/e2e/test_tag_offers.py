"""Tags are offered while they are written, by keyboard and by hand."""

from __future__ import annotations

from playwright.sync_api import expect


def test_an_offered_tag_takes_the_place_of_the_word(new_page):
    page = new_page()
    page.goto("/ask/")
    field = page.get_by_role("combobox", name="태그")
    field.press_sequentially("바다 애")
    offers = page.get_by_role("listbox", name="이미 쓰는 태그").get_by_role("option")
    expect(offers.first).to_contain_text("#애월")
    field.press("ArrowDown")
    expect(offers.first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(field).to_have_value("바다 애월 ")
    expect(page).to_have_url("/ask/")
    expect(offers).to_have_count(0)
    field.press_sequentially("서")
    offers.filter(has_text="#서귀포").click()
    expect(field).to_have_value("바다 애월 서귀포 ")


def test_without_a_script_it_is_a_field_like_any_other(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/ask/")
    expect(page.locator("input[name=tags]")).to_be_editable()
    expect(page.get_by_role("combobox")).to_have_count(0)
