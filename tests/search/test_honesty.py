"""What a page of results says of itself is true."""

from __future__ import annotations

import re

import pytest

from apps.questions.services import accepting
from apps.search.services.indexing import index
from tests.factories import AEWOL, make_answer, make_question, make_region, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db

PAGE = "/search/"


def page(client, typed, **query):
    return client.get(PAGE, {"q": typed, **query}).content.decode()


def headings(html):
    """What a screen reader steps through: of lists and of the questions in them, in order."""
    found = re.findall(r"<h2[^>]*>(.*?)</h2>", html[html.index('id="main"') :], re.DOTALL)
    return [re.sub(r"<[^>]+>", "", each).strip() for each in found]


class TestPartial:
    @pytest.fixture
    def one_whole(self):
        author, region = make_user(), make_region(AEWOL)
        titles = ["등대 옆 우체국", *(f"등대 이야기 {n}" for n in range(25))]
        questions = [make_question(author, title=title, region=region) for title in titles]
        index(question_ids=[question.pk for question in questions])

    def test_those_with_a_part_have_a_heading_of_their_own(self, client, one_whole):
        said = headings(page(client, "등대 우체국"))
        assert said[:3] == ["모두 맞는 결과 1개", "등대 옆 우체국", "일부만 맞는 질문"]
        assert len(said[3:]) == 19

    def test_more_of_them_needs_no_second_heading(self, client, one_whole):
        first = client.get(PAGE, {"q": "등대 우체국"})
        assert first.content.decode().count('id="more"') == 1
        cursor = first.context["results"].next_cursor
        more = client.get(
            PAGE, {"q": "등대 우체국", "cursor": cursor}, headers={"HX-Request": "true"}
        )
        said = re.findall("등대 이야기|모두 맞는|일부만 맞는", more.content.decode())
        assert said == ["등대 이야기"] * 6

    def test_a_later_page_says_what_is_on_it(self, client, one_whole):
        cursor = client.get(PAGE, {"q": "등대 우체국"}).context["results"].next_cursor
        said = headings(page(client, "등대 우체국", cursor=cursor))
        assert (said[0], len(said)) == ("일부만 맞는 질문", 7)

    def test_nothing_with_all_of_it(self, client, one_whole):
        said = headings(page(client, "등대 잠수함"))
        assert said[0] == "모두 맞는 결과는 없고, 일부가 맞는 질문이에요"
        assert "일부만 맞는 질문" not in said

    def test_all_with_all_of_it(self, client, one_whole):
        said = headings(page(client, "등대"))
        assert (said[0], len(said)) == ("결과 26개", 21)


class TestUnknownNames:
    @pytest.fixture(autouse=True)
    def lighthouse(self):
        question = make_question(title="등대 어디예요?")
        drain()
        return question

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("작성자:없는사람", "‘없는사람’ 님을 찾지 못했어요."),
            ("지역:없는곳", "‘없는곳’이라는 지역을 찾지 못했어요."),
            ("분류:없음", "‘없음’이라는 분류가 없어요."),
        ],
    )
    def test_alone_nothing_is_looked_for_and_nothing_else_is_said(self, client, typed, told):
        html = page(client, typed)
        assert told in html
        assert "찾을 말을 다시 적어 주세요" in html
        assert "에서 찾았어요" not in html
        assert "아직 아무도 묻지 않았어요" not in html

    def test_beside_something_else_that_is_looked_for_everywhere(self, client):
        html = page(client, "등대 작성자:없는사람")
        assert "‘없는사람’ 님을 찾지 못해 모든 사람의 질문에서 찾았어요." in html
        assert "결과 1개" in html

    def test_what_is_not_applied_is_not_shown_as_if_it_were(self, client, lighthouse):
        def chosen(name):
            answer = client.get(PAGE, {"q": f"등대 작성자:{name}"})
            return [choice.label for choice in answer.context["filters"].chosen]

        assert chosen("없는사람") == []
        assert chosen(lighthouse.author.nickname) == [f"@{lighthouse.author.nickname}"]


class TestSnippets:
    """They are of the text that people read, not of the Markdown somebody wrote."""

    def test_the_body(self, client):
        make_question(
            title="어디예요?", body="# 급해요\n주차는 **곽지 등대**가 [좋아요](https://a.kr)"
        )
        drain()
        assert "급해요 주차는 곽지 <mark>등대</mark>가 좋아요</p>" in page(client, "등대")

    def test_the_accepted_answer(self, client):
        question = make_question(title="어디로 가면 돼요?", body="처음이에요.")
        answer = make_answer(question, body="- **등**대 `옆`\n- 1 < 2 & 3")
        accepting.accept(user=question.author, answer=answer)
        drain()
        assert "<mark>등대</mark> 옆 1 &lt; 2 &amp; 3</p>" in page(client, "등대")

    def test_what_matches_only_an_address_is_not_marked(self, client):
        make_question(title="등대 어디예요?", body="[여기](https://example.com/등대) 말이에요.")
        drain()
        assert "여기 말이에요.</p>" in page(client, "등대")
