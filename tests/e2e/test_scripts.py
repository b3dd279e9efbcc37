"""What the scripts add: nothing is lost, nothing is written twice, and focus stays where the work is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from apps.demo.neighbourhood.residents import email_of
from tests.e2e.signing_in import fill_in, sign_in
from tests.e2e.site import Site

PHONE = {"width": 390, "height": 844}
WRITER = "p02"


@pytest.fixture
def writer(new_page) -> Page:
    """The page of somebody signed in, on a phone."""
    page = new_page(viewport=PHONE)
    sign_in(page, WRITER)
    return page


@pytest.fixture(scope="package")
def others_question(site: Site) -> str:
    """The address of an open question that the writer neither asked nor has answered or voted on."""
    [[found]] = site.rows(
        "SELECT q.id FROM questions_question q, accounts_user u"
        " WHERE u.email = %s AND q.author_id <> u.id AND q.status = 0 AND q.visibility = 0"
        " AND q.answer_count > 1"
        " AND NOT EXISTS (SELECT FROM questions_answer a"
        "   WHERE a.question_id = q.id AND a.author_id = u.id)"
        " AND NOT EXISTS (SELECT FROM questions_vote v"
        "   WHERE v.question_id = q.id AND v.voter_id = u.id)"
        " ORDER BY q.id LIMIT 1",
        email_of(WRITER),
    )
    return f"/q/{found}/"


def fill_in_question(page: Page, title: str) -> None:
    page.goto("/ask/")
    page.get_by_label("제목").fill(title)
    page.locator(".choice", has_text="생활").click()


def asked(site: Site, title: str) -> int:
    [[count]] = site.rows("SELECT count(*) FROM questions_question WHERE title = %s", title)
    return int(str(count))


class TestDrafts:
    def test_what_is_being_written_survives_a_reload(self, writer):
        writer.goto("/ask/")
        writer.get_by_label("제목").fill("쓰다 만 질문이 남아 있나요")
        writer.get_by_label("자세한 내용").fill("반쯤 적었어요.")
        expect(writer.locator("[data-draft-status]")).to_have_text("저장됨")
        writer.reload()
        expect(writer.get_by_label("제목")).to_have_value("쓰다 만 질문이 남아 있나요")
        expect(writer.get_by_label("자세한 내용")).to_have_value("반쯤 적었어요.")
        expect(writer.locator("[data-draft-status]")).to_contain_text("저장됨")

    def test_without_a_connection_the_page_says_that_nothing_is_kept_yet(
        self, writer, others_question
    ):
        writer.goto(others_question)
        writer.wait_for_load_state("networkidle")
        status = writer.locator("#composer [data-draft-status]")
        writer.context.set_offline(True)
        writer.get_by_label("답변", exact=True).fill("버스에서 쓰는 중이에요.")
        expect(status).to_contain_text("아직 저장하지 못했어요")
        writer.get_by_role("button", name="답변 올리기").click()
        expect(writer.locator(".toast")).to_contain_text("연결이 끊겼어요")
        expect(writer.get_by_label("답변", exact=True)).to_have_value("버스에서 쓰는 중이에요.")
        expect(status).to_contain_text("아직 저장하지 못했어요")
        writer.context.set_offline(False)
        # Back again, it is kept without another key being pressed.
        expect(status).to_have_text("저장됨")
        with writer.expect_response(lambda response: "/draft/" in response.url):
            writer.get_by_label("답변", exact=True).fill("")


class TestOnce:
    def test_pressing_twice_asks_once_and_going_back_asks_nothing(self, writer, site):
        title = "두 번 눌러도 한 번만 올라가나요"
        fill_in_question(writer, title)
        writer.get_by_role("button", name="질문 올리기").dblclick()
        expect(writer.get_by_role("heading", level=1, name=title)).to_be_visible()
        expect(writer.get_by_text("답변을 기다리고 있어요")).to_be_visible()
        assert asked(site, title) == 1
        writer.go_back()
        expect(writer).to_have_url(re.compile("/ask/$"))
        writer.go_forward()
        expect(writer.get_by_role("heading", level=1, name=title)).to_be_visible()
        writer.reload()
        assert asked(site, title) == 1

    def test_a_remark_pressed_twice_stands_there_once(self, writer, site, others_question):
        words = "두 번 누른 댓글이에요"
        writer.goto(others_question)
        writer.get_by_role("link", name="댓글 달기").first.click()
        writer.get_by_label("댓글", exact=True).fill(words)
        writer.get_by_role("button", name="댓글 올리기").dblclick()
        expect(writer.locator(".comment__text", has_text=words)).to_have_count(1)
        writer.reload()
        expect(writer.locator(".comment__text", has_text=words)).to_have_count(1)


class TestDecisions:
    def test_deleting_asks_again_and_the_keyboard_can_decide(self, writer, site):
        title = "지울 질문인데 키보드로 지워지나요"
        fill_in_question(writer, title)
        writer.get_by_role("button", name="질문 올리기").click()
        expect(writer.get_by_role("heading", level=1, name=title)).to_be_visible()
        link = writer.get_by_role("link", name="지우기")
        dialog = writer.get_by_role("dialog", name="이 질문을 지울까요?")

        link.press("Enter")
        expect(dialog).to_be_visible()
        expect(dialog.get_by_role("link", name="그만두기")).to_be_focused()
        writer.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(link).to_be_focused()

        link.press("Enter")
        dialog.get_by_role("link", name="그만두기").press("Shift+Tab")
        expect(dialog.get_by_role("button", name="지우기")).to_be_focused()
        writer.keyboard.press("Enter")
        expect(writer.locator(".toast")).to_contain_text("질문을 지웠어요")
        [[visibility]] = site.rows(
            "SELECT visibility FROM questions_question WHERE title = %s", title
        )
        assert visibility == 2


class TestInPlace:
    def test_a_vote_changes_the_number_and_keeps_the_place(self, writer, others_question):
        writer.goto(others_question)
        score = writer.locator("#question .vote__score")
        before = int(score.inner_text().split()[-1])
        writer.evaluate("document.documentElement.dataset.same = 'page'")
        up = writer.locator("#question").get_by_role("button", name="도움돼요")
        up.press("Enter")
        expect(up).to_have_attribute("aria-pressed", "true")
        expect(score).to_contain_text(str(before + 1))
        expect(up).to_be_focused()
        up.press("Enter")
        expect(up).to_have_attribute("aria-pressed", "false")
        expect(score).to_contain_text(str(before))
        expect(writer.locator("html")).to_have_attribute("data-same", "page")

    def test_an_answer_is_added_below_the_others_and_read_out(self, new_page, site):
        page = new_page(viewport=PHONE)
        sign_in(page, "p07")
        [[question]] = site.rows(
            "SELECT q.id FROM questions_question q, accounts_user u WHERE u.email = %s"
            " AND q.author_id <> u.id AND q.answer_count = 0 AND q.status = 0 ORDER BY q.id LIMIT 1",
            email_of("p07"),
        )
        page.goto(f"/q/{question}/")
        expect(page.get_by_text("아직 답변이 없어요")).to_be_visible()
        page.get_by_label("답변", exact=True).fill("**여섯 시** 이후가 한산해요.")
        page.get_by_role("button", name="답변 올리기").click()
        answer = page.locator("#answers .answer")
        expect(answer.locator("strong")).to_have_text("여섯 시")
        expect(answer).to_be_focused()
        expect(page.get_by_label("답변", exact=True)).to_have_value("")
        expect(page.locator("#answer-count")).to_have_text("1")
        expect(page.get_by_text("아직 답변이 없어요")).to_have_count(0)
        expect(page.locator(".toast")).to_contain_text("답변을 올렸어요")
        page.reload()
        expect(answer).to_have_count(1)
        expect(page.get_by_label("답변", exact=True)).to_have_value("")

    def test_a_remark_is_written_where_it_belongs_or_given_up(self, writer, others_question):
        writer.goto(others_question)
        answer = writer.locator(".answer").first
        opener = answer.get_by_role("link", name="댓글 달기")
        opener.press("Enter")
        expect(answer.get_by_label("댓글", exact=True)).to_be_focused()
        answer.get_by_role("link", name="그만두기").press("Enter")
        expect(answer.locator("form.comment-form")).to_have_count(0)
        expect(opener).to_be_focused()

        opener.press("Enter")
        expect(answer.get_by_label("댓글", exact=True)).to_be_focused()
        writer.keyboard.type("주말에도 그런가요?")
        answer.get_by_role("button", name="댓글 올리기").click()
        remark = answer.locator(".comment", has_text="주말에도 그런가요?")
        expect(remark).to_be_focused()
        expect(answer.locator("form.comment-form")).to_have_count(0)
        expect(opener).to_be_visible()
        expect(writer).to_have_url(re.compile(others_question))

    def test_more_goes_on_where_the_list_was_cut(self, page):
        page.goto("/?everywhere=1")
        cards = page.locator(".question-card")
        shown = cards.count()
        page.get_by_role("link", name="더 보기").press("Enter")
        expect(cards).to_have_count(2 * shown)
        expect(cards.nth(shown).locator(".question-card__title a")).to_be_focused()
        ids = cards.evaluate_all("cards => cards.map(card => card.id)")
        assert len(set(ids)) == len(ids)
        expect(page).to_have_url(re.compile(r"everywhere=1$"))


def test_who_is_signed_out_while_writing_finds_the_text_after_signing_in(new_page, site):
    page = new_page(viewport=PHONE)
    [[question]] = site.rows(
        "SELECT q.id FROM questions_question q, accounts_user u WHERE u.email = %s"
        " AND q.author_id <> u.id AND q.answer_count > 2 AND q.status = 0 ORDER BY q.id DESC LIMIT 1",
        email_of("p08"),
    )
    words = "로그인이 풀려도 이 글은 남아야 해요."
    sign_in(page, "p08", to=f"/q/{question}/")
    page.wait_for_load_state("networkidle")  # what was told about the question is marked as read
    page.context.clear_cookies(name="session")
    page.get_by_label("답변", exact=True).fill(words)
    page.get_by_role("button", name="답변 올리기").click()
    expect(page.get_by_role("heading", level=1, name="로그인")).to_be_visible()
    fill_in(page, "p08")
    expect(page.get_by_label("답변", exact=True)).to_have_value(words)
    page.get_by_role("button", name="답변 올리기").click()
    expect(page.locator("#answers").get_by_text(words)).to_be_visible()


class TestLooks:
    def test_the_theme_is_chosen_at_once_and_stays(self, new_page):
        page = new_page(color_scheme="light")
        page.goto("/display/")
        light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        page.get_by_label("어둡게").check()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        page.goto("/")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert dark != light
        page.goto("/display/")
        page.get_by_label("기기 설정대로").check()
        expect(page.locator("html")).to_have_attribute("data-theme", "auto")

    def test_nothing_moves_for_whoever_asked_for_that(self, new_page):
        longest = (
            "() => Math.max(...[...document.querySelectorAll('*')].flatMap(element => {"
            " const style = getComputedStyle(element);"
            " return [style.transitionDuration, style.animationDuration]"
            "   .flatMap(value => value.split(',').map(parseFloat)); }))"
        )
        calm = new_page(reduced_motion="reduce")
        calm.goto("/")
        assert calm.evaluate(longest) < 0.001
        page = new_page(reduced_motion="no-preference")
        page.goto("/")
        assert 0 < page.evaluate(longest) <= 0.2

    def test_times_go_on_while_the_page_is_open(self, new_page):
        page = new_page()
        page.clock.install()
        page.goto("/?everywhere=1")
        time = page.locator("time[data-time=ago]").first
        before = time.inner_text()
        page.clock.fast_forward("05:00:00")
        expect(time).not_to_have_text(before)
        expect(time).to_have_text(re.compile(r"^\d+시간 전$"))


def test_the_way_to_answer_stays_in_reach_on_a_phone(writer, others_question):
    writer.goto(others_question)
    jump = writer.get_by_role("link", name="답변하기")
    expect(jump).to_be_in_viewport()
    expect(writer.get_by_role("navigation", name="바로 가기")).to_be_in_viewport()
    jump.click()
    expect(writer.get_by_label("답변", exact=True)).to_be_focused()
    expect(writer.get_by_label("답변", exact=True)).to_be_in_viewport()
