"""Two people have the same things open: what one does, the other sees without reloading."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from apps.demo.neighbourhood.residents import email_of
from tests.e2e.signing_in import sign_in
from tests.e2e.site import Site

PHONE = {"width": 390, "height": 844}
ASKER, ANSWERER = "p05", "p07"
LIVE = "[data-live-state=stream]"


def watch(page: Page, path: str) -> None:
    """Open a page and wait until it listens."""
    page.goto(path)
    page.locator(LIVE).wait_for(state="attached")


def ask(page: Page, title: str) -> str:
    """Ask a question and stay on its page; return its path."""
    page.goto("/ask/")
    page.get_by_label("제목").fill(title)
    page.locator(".choice", has_text="생활").click()
    page.get_by_role("button", name="질문 올리기").click()
    page.wait_for_url("**/q/*/")
    page.locator(LIVE).wait_for(state="attached")
    return page.evaluate("location.pathname")


@pytest.fixture
def asker(new_page) -> Page:
    page = new_page()
    sign_in(page, ASKER)
    return page


@pytest.fixture
def answerer(new_page) -> Page:
    page = new_page(viewport=PHONE)
    sign_in(page, ANSWERER)
    return page


def test_an_answer_appears_where_the_question_is_open(asker, answerer):
    question = ask(asker, "실시간으로 답이 오는지 볼게요")
    watch(answerer, question)
    answerer.get_by_label("답변", exact=True).fill("바로 보일 거예요.")
    answerer.get_by_role("button", name="답변 올리기").click()
    expect(asker.locator("#answers")).to_contain_text("바로 보일 거예요.")
    expect(asker.get_by_role("status").get_by_role("link", name="새 답변 1개 보기")).to_be_visible()
    expect(asker.locator("#no-answers")).to_have_count(0)
    expect(asker.locator("#answer-count")).to_have_text("1")
    expect(answerer.locator("#answers > li")).to_have_count(1)
