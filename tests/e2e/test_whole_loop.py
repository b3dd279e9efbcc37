"""The promise of the first page, kept in a real browser by two people and their neighbours' software."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.site import Site

PASSWORD = "귤밭-지나서-왼쪽-7"
CODE = re.compile(r"\b\d{6}\b")


def sign_up(page: Page, site: Site, nickname: str) -> None:
    """Sign up as a stranger would: the form, the mail, the code."""
    email = f"{nickname.encode().hex()}@example.com"
    page.goto("/accounts/signup/")
    page.get_by_label("이메일").fill(email)
    page.get_by_label("닉네임").fill(nickname)
    page.get_by_label("비밀번호").first.fill(PASSWORD)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="가입하기").click()
    mail = site.wait_for_mail(email)
    code = CODE.search(mail.get_body(("plain",)).get_content())
    assert code, mail
    page.get_by_label("확인 코드").fill(code.group())
    page.get_by_role("button", name="확인하기").click()
    expect(page.get_by_role("link", name="알림").first).to_be_attached()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_asked_answered_accepted_paid_and_told(new_page, site, script):
    suffix = "가" if script else "나"
    asker = new_page(java_script_enabled=script)
    neighbour = new_page(java_script_enabled=script)

    asker.goto("/")
    expect(asker.locator(".question-card")).not_to_have_count(0)
    sign_up(asker, site, f"여행자{suffix}")
    sign_up(neighbour, site, f"이웃{suffix}")

    title = f"애월 한담해변 근처에 지금 문 연 약국 있나요 {suffix}"
    asker.goto("/ask/")
    asker.get_by_label("제목").fill(title)
    asker.get_by_role("button", name=re.compile("바꾸기|지역 고르기")).click()
    asker.get_by_role("searchbox").fill("애월읍")
    if not script:
        asker.get_by_role("button", name="찾기").click()
    asker.locator(".region-list__choice", has_text="애월읍").first.click()
    expect(asker.get_by_label("제목")).to_have_value(title)
    asker.get_by_text("병원·약국").first.click()
    asker.get_by_label("자세한 내용").fill("아이가 열이 나서 해열제를 사야 해요.")
    asker.get_by_role("button", name="질문 올리기").click()
    expect(asker.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(asker.get_by_text("아직 답변이 없어요")).to_be_visible()
    question = asker.url

    neighbour.goto(question)
    neighbour.get_by_label("답변", exact=True).fill("하귀 쪽 약국이 늦게까지 열어요.")
    neighbour.get_by_role("button", name="답변 올리기").click()
    expect(neighbour.locator("#answers").get_by_text("하귀 쪽 약국이")).to_be_visible()

    site.wait_until_delivered()
    asker.goto("/inbox/")
    expect(asker.get_by_text(title).first).to_be_visible()
    asker.goto(question)
    asker.get_by_role("button", name="채택하기").click()
    expect(asker.get_by_text("채택된 답변")).to_be_visible()

    site.wait_until_delivered()
    neighbour.goto("/inbox/")
    expect(neighbour.get_by_text(title).first).to_be_visible()
    neighbour.goto("/points/")
    expect(neighbour.locator(".ledger-row__why", has_text="답변 채택됨")).to_be_visible()
    asker.goto("/points/")
    expect(asker.locator(".ledger-row__why", has_text="답변 채택하기")).to_be_visible()
