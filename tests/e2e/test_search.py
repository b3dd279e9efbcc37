"""Searching with the keyboard, with a phone and without scripts, on the site as it runs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.signing_in import sign_in
from tests.waiting import eventually

pytestmark = pytest.mark.e2e


def test_from_the_box_on_the_first_page_to_a_question(page):
    page.goto("/")
    page.get_by_role("combobox", name="검색어").fill("렌터카 반납")
    page.get_by_role("button", name="찾기").click()
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    expect(page.locator(".search-result mark").first).to_be_visible()
    page.locator(".search-result h2 a").first.click()
    expect(page).to_have_url(re.compile(r"/q/\d+/"))
    page.go_back()
    expect(page.get_by_role("combobox", name="검색어")).to_have_value("렌터카 반납")


def test_suggestions_are_walked_with_the_keyboard(page):
    page.goto("/search/")
    box = page.get_by_role("combobox", name="검색어")
    box.press_sequentially("애월")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("애월")
    box.press_sequentially("읍")
    expect(options.first).to_contain_text("애월읍")
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("애월읍")


def test_a_new_question_is_found_within_seconds_of_being_asked(new_page):
    page = new_page()
    sign_in(page, "p01")
    page.goto("/ask/?region=50110253")
    title = "도깨비바늘이 옷에 잔뜩 붙었는데 어떻게 떼나요?"
    page.get_by_label("제목").fill(title)
    page.get_by_text("생활", exact=True).first.click()
    page.get_by_role("button", name="질문 올리기").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()

    def is_found() -> bool:
        page.goto("/search/?q=도깨비바늘")
        return page.locator(".search-result", has_text=title).count() == 1

    # Results are kept for a minute: another word is another search.
    assert eventually(is_found, seconds=90)


def test_without_scripts_the_form_searches(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/search/")
    page.get_by_label("검색어").fill("주차")
    page.get_by_role("button", name="찾기").click()
    expect(page.locator(".search-result").first).to_be_visible()
    page.get_by_role("link", name="채택됨").click()
    expect(page).to_have_url(re.compile("%EC%B1%84%ED%83%9D"))


def test_what_is_being_asked_shows_what_was_asked_before(new_page):
    page = new_page()
    page.goto("/ask/")
    page.get_by_label("제목").press_sequentially("렌터카 반납할 때")
    expect(page.locator("#similar-titles a").first).to_be_visible()


def test_own_searches_are_remembered_and_forgotten(new_page):
    page = new_page()
    sign_in(page, "p02")
    page.goto("/search/?q=주차")
    page.goto("/search/")
    expect(page.locator("#recent-searches").get_by_role("link", name="주차")).to_be_visible()
    page.get_by_role("button", name="주차 지우기").click()
    expect(page.locator("#recent-searches").get_by_role("link", name="주차")).to_have_count(0)
