"""What is being written outlives reloads, sessions that end, and signing in somewhere else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from apps.demo.neighbourhood.residents import email_of
from tests.e2e.signing_in import fill_in, sign_in
from tests.e2e.site import Site
from tests.e2e.test_scripts import asked

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(new_page) -> Page:
    return new_page(viewport=PHONE)


def sign_in_elsewhere(page: Page, person: str) -> None:
    """In another tab of the same browser, which gives all of its tabs a new session and a new token."""
    page.context.clear_cookies(name="session")
    tab = page.context.new_page()
    tab.goto("/accounts/login/")
    fill_in(tab, person)
    expect(tab).not_to_have_url(re.compile("/accounts/login/"))
    tab.close()


def open_question(site: Site, person: str) -> str:
    [[found]] = site.rows(
        "SELECT q.id FROM questions_question q, accounts_user u"
        " WHERE u.email = %s AND q.author_id <> u.id AND q.status = 0 AND q.visibility = 0"
        " AND NOT EXISTS (SELECT FROM questions_answer a"
        "   WHERE a.question_id = q.id AND a.author_id = u.id)"
        " ORDER BY q.id DESC LIMIT 1",
        email_of(person),
    )
    return f"/q/{found}/"


class TestVisitors:
    def test_a_question_survives_a_reload_and_becomes_a_draft_after_signing_in(self, phone):
        title = "로그인하지 않고 쓰는 질문도 남나요"
        phone.goto("/ask/")
        phone.get_by_label("제목").fill(title)
        phone.get_by_label("자세한 내용").fill("지하철에서 쓰고 있어요.")
        phone.locator(".choice", has_text="생활").click()
        expect(phone.locator("[data-draft-status]")).to_have_text("이 기기에 저장됨")
        phone.reload()
        expect(phone.get_by_label("제목")).to_have_value(title)
        expect(phone.get_by_label("자세한 내용")).to_have_value("지하철에서 쓰고 있어요.")
        expect(phone.get_by_label("생활")).to_be_checked()

        sign_in(phone, "p11", to="/ask/")
        expect(phone.get_by_label("제목")).to_have_value(title)
        expect(phone.locator("[data-draft-status]")).to_have_text("저장됨")
        assert phone.evaluate("localStorage.length") == 0
        phone.reload()
        expect(phone.get_by_label("자세한 내용")).to_have_value("지하철에서 쓰고 있어요.")
        with phone.expect_response(lambda response: "/draft/" in response.url):
            phone.get_by_label("제목").fill("")
            phone.get_by_label("자세한 내용").fill("")

    def test_nothing_is_kept_of_an_empty_form(self, phone):
        phone.goto("/ask/")
        phone.get_by_label("제목").fill("지울 제목")
        expect(phone.locator("[data-draft-status]")).to_have_text("이 기기에 저장됨")
        phone.get_by_label("제목").fill("")
        phone.reload()
        expect(phone.get_by_label("제목")).to_have_value("")
        assert phone.evaluate("localStorage.length") == 0

    def test_signing_in_elsewhere_costs_one_more_press(self, phone, site):
        title = "다른 탭에서 로그인해도 올라가나요"
        [[region]] = site.rows("SELECT region_id FROM questions_question ORDER BY id LIMIT 1")
        phone.goto(f"/ask/?region={region}")
        phone.get_by_label("제목").fill(title)
        phone.locator(".choice", has_text="생활").click()
        sign_in_elsewhere(phone, "p12")
        phone.get_by_role("button", name="질문 올리기").click()
        expect(phone.get_by_role("heading", name="다시 한 번 보내 주세요")).to_be_visible()
        assert asked(site, title) == 0
        phone.get_by_role("button", name="다시 보내기").click()
        expect(phone.get_by_role("heading", level=1, name=title)).to_be_visible()
        assert asked(site, title) == 1
        # What has been published is not offered again.
        phone.goto("/ask/")
        expect(phone.locator("html.js")).to_be_visible()
        expect(phone.get_by_label("제목")).to_have_value("")
        phone.wait_for_function("localStorage.length === 0")


class TestTokens:
    def test_a_draft_is_kept_and_an_answer_sent_with_the_token_of_now(self, phone, site):
        sign_in(phone, "p13", to=(question := open_question(site, "p13")))
        words = "다른 탭에서 다시 로그인했어요."
        box = phone.get_by_label("답변", exact=True)
        status = phone.locator("#composer [data-draft-status]")
        phone.wait_for_load_state(
            "networkidle"
        )  # what was told about the question is marked as read
        sign_in_elsewhere(phone, "p13")
        box.fill(words)
        expect(status).to_have_text("저장됨")

        sign_in_elsewhere(phone, "p13")
        phone.get_by_role("button", name="답변 올리기").click()
        expect(phone.locator(".toast")).to_contain_text("한 번 더 눌러 주세요")
        expect(box).to_have_value(words)
        with phone.expect_response(lambda response: response.url.endswith("/answer/")):
            phone.get_by_role("button", name="답변 올리기").click()
        expect(phone.locator("#answers").get_by_text(words)).to_be_visible()
        expect(phone).to_have_url(re.compile(question))

    def test_the_page_of_one_writes_no_draft_of_another(self, phone, site):
        sign_in(phone, "p14", to=open_question(site, "p14"))
        phone.wait_for_load_state("networkidle")
        sign_in_elsewhere(phone, "p15")
        phone.get_by_label("답변", exact=True).fill("p14의 글이에요.")
        expect(phone.locator("#composer [data-draft-status]")).to_contain_text("아직 저장하지 못")
        drafts = "SELECT count(*) FROM questions_draft d JOIN accounts_user u ON u.id = d.author_id"
        assert site.rows(f"{drafts} WHERE u.email = %s", email_of("p15")) == [(0,)]


class TestEnter:
    @pytest.mark.parametrize("scripts", [True, False])
    def test_sends_the_form_it_is_pressed_in(self, new_page, scripts):
        page = new_page(java_script_enabled=scripts)
        sign_in(page, "p16", to="/ask/")
        page.get_by_label("제목").fill("짧")
        page.get_by_label("제목").press("Enter")
        expect(page.get_by_text("조금만 더 고쳐 주세요")).to_be_visible()
        page.locator("[name=tags]").press("Enter")
        expect(page.get_by_text("조금만 더 고쳐 주세요")).to_be_visible()
        page.goto("/settings/")
        page.get_by_label("닉네임").press("Enter")
        expect(page.get_by_text("바꾼 내용을 저장했어요")).to_be_visible()
