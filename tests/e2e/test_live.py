"""Two people have the same things open: what one does, the other sees without reloading."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

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
    page.wait_for_url("**/q/**")
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


def test_what_one_writes_below_does_not_move(asker, answerer):
    question = ask(asker, "쓰는 동안에 답이 와도 괜찮은가요")
    watch(answerer, question)
    asker.get_by_text("직접 알아냈다면").click()
    writing = asker.get_by_label("답변", exact=True)
    writing.fill("제가 알아낸 걸 적고 있어요")
    place = writing.bounding_box()
    answerer.get_by_label("답변", exact=True).fill("그동안 온 답변이에요.")
    answerer.get_by_role("button", name="답변 올리기").click()
    news = asker.get_by_role("link", name="새 답변 1개 보기")
    expect(news).to_be_visible()
    assert writing.bounding_box() == place
    expect(asker.locator("#answers")).not_to_contain_text("그동안 온 답변이에요.")
    news.click()
    expect(asker.locator("#answers")).to_contain_text("그동안 온 답변이에요.")
    expect(writing).to_have_value("제가 알아낸 걸 적고 있어요")


def test_votes_comments_and_the_choice_appear(asker, answerer):
    question = ask(asker, "투표와 댓글과 채택도 바로 보이나요")
    watch(answerer, question)
    answerer.get_by_label("답변", exact=True).fill("하나씩 해 볼게요.")
    answerer.get_by_role("button", name="답변 올리기").click()
    answer = asker.locator("#answers article")
    expect(answer).to_be_visible()
    theirs = answerer.locator("#answers article")

    answer.get_by_role("button", name="도움돼요", exact=True).click()
    expect(theirs.locator(".vote__score")).to_have_text("1")

    answer.get_by_role("link", name="댓글 달기").click()
    answer.get_by_label("댓글", exact=True).fill("고마워요, 해 볼게요.")
    answer.get_by_role("button", name="댓글 올리기").click()
    expect(theirs.locator(".comment")).to_contain_text("고마워요, 해 볼게요.")
    expect(answer.locator(".comment")).to_have_count(1)

    answer.get_by_role("button", name="채택하기").click()
    expect(answerer.locator(".answer--accepted")).to_contain_text("채택된 답변")
    expect(answerer.locator("#question-states")).to_contain_text("채택됨")
    expect(theirs.locator(".comment")).to_have_count(1)


def test_the_number_beside_the_bell_moves(asker, answerer):
    question = ask(asker, "알림 숫자도 바로 바뀌나요")
    watch(asker, "/about/")
    badge = asker.locator(".header .unread")
    before = int(badge.text_content().split()[-1])
    watch(answerer, question)
    answerer.get_by_label("답변", exact=True).fill("숫자를 봐 주세요.")
    answerer.get_by_role("button", name="답변 올리기").click()
    expect(badge).to_have_text(f"안 읽은 알림 {before + 1}")
    expect(badge).to_be_visible()


def test_new_questions_are_announced_above_the_feed(asker, new_page):
    visitor = new_page(viewport=PHONE)
    watch(visitor, "/")
    first = visitor.locator(".question-card").first
    place = first.bounding_box()
    ask(asker, "목록 위에 새 질문이 보이나요")
    news = visitor.get_by_role("link", name="새 질문 1개 보기")
    expect(news).to_be_visible()
    assert first.bounding_box() == place
    news.click()
    expect(visitor.locator(".question-card").first).to_contain_text("목록 위에 새 질문이 보이나요")


def test_readers_see_how_many_they_are(asker, answerer, new_page):
    question = ask(asker, "몇 명이 보고 있나요")
    expect(asker.locator("#viewers")).to_be_hidden()
    watch(answerer, question)
    expect(asker.locator("#viewers")).to_have_text("지금 2명이 보고 있어요")
    watch(new_page(), question)
    expect(asker.locator("#viewers")).to_have_text("지금 3명이 보고 있어요")
    answerer.goto("/about/")
    expect(asker.locator("#viewers")).to_have_text("지금 2명이 보고 있어요")


def test_a_hidden_question_closes_for_its_readers(site: Site, asker, new_page):
    question = ask(asker, "곧 숨겨질 질문이에요")
    visitor = new_page()
    watch(visitor, question)
    site.manage(
        "shell",
        "-c",
        "from apps.accounts.models import User; from apps.questions.models import Question;"
        " from apps.questions.services import removing;"
        f"removing.hide(moderator=User.objects.filter(is_superuser=True).first(),"
        f" post=Question.objects.get(pk={question.split('/')[2]}), reason='시험')",
    )
    expect(visitor.get_by_role("link", name="지금은 볼 수 없는 질문이에요")).to_be_visible()


def test_signed_out_elsewhere_the_page_stops_listening(asker):
    watch(asker, "/about/")
    other_tab = asker.context.new_page()
    other_tab.goto("/accounts/logout/")
    other_tab.locator("main").get_by_role("button", name="로그아웃").click()
    # A headless browser shows all its tabs at once; this is what looking at one again tells the page.
    asker.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(asker.get_by_role("link", name="로그인 상태가 바뀌었어요")).to_be_visible()


def test_without_the_live_process_the_page_asks_and_comes_back(site: Site, asker, answerer):
    question = ask(asker, "실시간 연결이 끊겨도 알 수 있나요")
    with site.without_live():
        asker.locator("[data-live-state=poll]").wait_for(state="attached")
        answerer.goto(question)
        answerer.get_by_label("답변", exact=True).fill("끊긴 동안에 쓴 답변이에요.")
        answerer.get_by_role("button", name="답변 올리기").click()
        expect(asker.locator("#answers")).to_contain_text("끊긴 동안에", timeout=60_000)
    asker.locator(LIVE).wait_for(state="attached", timeout=60_000)
