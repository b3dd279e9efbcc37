"""What pages say of themselves to search engines and previews."""

from __future__ import annotations

from datetime import datetime
from html import unescape

import pytest
from django.conf import settings
from django.utils.html import strip_tags

from apps.accounts.services.activation import deactivate
from apps.core import links, markdown
from apps.core.head import plain
from apps.questions.services import accepting, removing, voting
from tests.factories import SEOUL, make_answer, make_question, make_region, make_user
from tests.guards.test_pages import check_nothing_inline
from tests.questions.reading import head_of

pytestmark = pytest.mark.django_db
LONG = "여행 중이라 차로 삼십 분 안이면 갈 수 있어요. 야간 진료도 괜찮아요."


def whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


class TestWhatIsFound:
    @pytest.mark.parametrize(
        "path", ["/", "/r/", "/stats/", "/about/", "/guidelines/", "/terms/", "/privacy/"]
    )
    def test_pages_that_tell(self, client, path):
        head = head_of(client.get(path))
        assert head.is_found
        assert head.canonical == head.metas["og:url"] == whole(path)
        assert head.metas["description"]

    @pytest.mark.parametrize("path", ["/ask/", "/accounts/login/", "/display/", "/r/?q=애월"])
    def test_a_page_that_does_not_say_so_is_not_found(self, client, path):
        head = head_of(client.get(path, follow=True))
        assert not head.is_found
        assert head.canonical is None

    @pytest.mark.parametrize("query", ["everywhere=1", "utm_source=x", "x=y&feed=new"])
    def test_what_changes_nothing_is_not_in_the_address(self, client, query):
        assert head_of(client.get(f"/?{query}")).canonical == whole("/")

    @pytest.mark.parametrize("query", ["feed=hot", "feed=urgent", "feed=waiting"])
    def test_other_orders_and_filters_are_not_found(self, client, query):
        region = make_question().region
        make_question()
        for path in ("/", links.region(region.slug)):
            head = head_of(client.get(f"{path}?{query}"))
            assert not head.is_found
            assert head.canonical is None

    def test_a_category_is_a_subject_of_its_own(self, client):
        make_question()
        path = "/?category=health"
        assert not head_of(client.get(path)).is_found
        make_question()
        assert head_of(client.get(f"{path}&feed=new&x=1")).canonical == whole(path)

    def test_only_the_first_page(self, client):
        author = make_user()
        for number in range(21):
            make_question(author, title=f"질문 번호 {number:02}번이에요", tags=["태그"])
        for path in ("/", links.tag("태그"), links.person(author.nickname)):
            first = client.get(path)
            assert head_of(first).is_found
            cursor = first.context["page"].next_cursor
            assert not head_of(client.get(path, {"cursor": cursor})).is_found

    def test_regions_that_are_open_and_have_questions(self, client):
        region = make_region()
        path = links.region(region.slug)
        assert not head_of(client.get(path)).is_found
        make_question()
        make_question()
        head = head_of(client.get(path))
        assert head.canonical == whole(path)
        assert head.links["alternate"] == links.region_feed(region.slug)
        assert region.full_name in head.metas["description"]
        closed = links.region(make_region(SEOUL).slug)
        assert not head_of(client.get(closed)).is_found

    def test_who_looks_at_a_region_is_shown_its_address(self, client):
        region = make_question().region
        make_question()
        client.cookies["region"] = str(region.pk)
        assert head_of(client.get("/")).canonical == whole(links.region(region.slug))

    def test_tags_of_two_questions(self, client):
        make_question(tags=["소아과"])
        path = links.tag("소아과")
        assert not head_of(client.get(path)).is_found
        make_question(tags=["소아과"])
        assert head_of(client.get(path)).canonical == whole(path)
        assert head_of(client.get(path)).links["alternate"] == links.tag_feed("소아과")

    def test_people_who_wrote_something_that_is_there(self, client):
        question = make_question()
        path = question.author.get_absolute_url()
        assert head_of(client.get(path)).is_found
        assert not head_of(client.get(path, {"show": "answers"})).is_found
        removing.delete_question(user=question.author, question=question)
        assert not head_of(client.get(path)).is_found

    def test_a_question_that_says_little_once_it_is_answered(self, client):
        question = make_question(title="열려 있나요?", body="")
        assert not head_of(client.get(question.get_absolute_url())).is_found
        make_answer(question)
        assert head_of(client.get(question.get_absolute_url())).is_found
        longer = make_question(body=LONG)
        assert head_of(client.get(longer.get_absolute_url())).is_found


class TestPreviews:
    def test_of_a_question(self, client):
        question = make_question(title='소아과 "어디"가 <좋아요>?', body=f"**{LONG}**\n\n<b>")
        head = head_of(client.get(question.get_absolute_url()))
        assert head.metas["og:title"] == head.metas["twitter:title"] == question.title
        assert head.metas["og:description"] == f"{LONG} <b>" == head.metas["description"]
        assert head.metas["og:url"] == head.canonical == whole(question.get_absolute_url())
        assert head.metas["og:site_name"] == "동네물어봐"
        assert head.metas["og:locale"] == "ko_KR"
        assert head.metas["og:type"] == "article"
        assert head.metas["og:image"].startswith("http")
        assert head.metas["twitter:card"] == "summary_large_image"

    def test_a_question_without_a_body_is_described_by_its_title(self, client):
        question = make_question(body="")
        head = head_of(client.get(question.get_absolute_url()))
        assert head.metas["og:description"] == question.title

    def test_who_is_signed_in_previews_nothing(self, as_user):
        question = make_question(body=LONG)
        head = head_of(as_user(make_user()).get(question.get_absolute_url()))
        assert head.canonical
        assert "og:title" not in head.metas
        assert head.data == []


class TestStructuredData:
    def test_a_question_with_answers(self, client):
        question = make_question(body="아이가 **열**이 나요.", tags=["소아과", "애월"])
        chosen, other = make_answer(question, body="하귀에 *있어요*."), make_answer(question)
        voting.vote(voter=make_user(), on=chosen, value=1)
        accepting.accept(user=question.author, answer=chosen)
        head = head_of(client.get(question.get_absolute_url()))
        page = head.of_type("QAPage")
        told = page["mainEntity"]
        assert page["@context"] == "https://schema.org"
        assert told["@type"] == "Question"
        assert told["name"] == question.title
        assert told["text"] == "아이가 열이 나요."
        assert told["answerCount"] == 2
        assert told["author"] == {
            "@type": "Person",
            "name": question.author.nickname,
            "url": whole(question.author.get_absolute_url()),
        }
        assert datetime.fromisoformat(told["datePublished"]).utcoffset() is not None
        assert told["keywords"] == "소아과, 애월"
        assert told["acceptedAnswer"]["text"] == "하귀에 있어요."
        assert told["acceptedAnswer"]["upvoteCount"] == 1
        assert told["acceptedAnswer"]["url"] == f"{head.canonical}#answer-{chosen.pk}"
        assert [each["text"] for each in told["suggestedAnswer"]] == [other.body]

    def test_a_question_without_answers(self, client):
        told = head_of(client.get(make_question().get_absolute_url())).of_type("QAPage")
        assert told["mainEntity"]["answerCount"] == 0
        assert not {"acceptedAnswer", "suggestedAnswer"} & set(told["mainEntity"])

    def test_what_was_hidden_is_not_in_it(self, client):
        answer = make_answer(body="숨길 답변이에요.")
        removing.hide(moderator=make_user(is_staff=True), post=answer, reason="시험")
        page = client.get(answer.question.get_absolute_url())
        assert head_of(page).of_type("QAPage")["mainEntity"]["answerCount"] == 0
        assert answer.body not in page.content.decode()

    def test_somebody_who_left_has_no_page(self, client):
        question = make_question()
        operator = make_user(is_staff=True, is_superuser=True)
        deactivate(by=operator, user=question.author, reason="시험")
        told = head_of(client.get(question.get_absolute_url())).of_type("QAPage")["mainEntity"]
        assert "url" not in told["author"]

    @pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&"])
    def test_no_text_ends_it(self, client, text):
        question = make_question(title=f"제목이에요 {text}", body=f"본문이에요 {text}")
        make_answer(question, body=f"답변이에요 {text}")
        response = client.get(question.get_absolute_url())
        told = head_of(response).of_type("QAPage")["mainEntity"]
        assert told["name"] == question.title
        assert text in told["suggestedAnswer"][0]["text"]
        check_nothing_inline(response)
        inside = response.content.decode().split('ld+json">')[1].split("</script>")[0]
        assert "<" not in inside

    def test_the_way_to_a_region(self, client):
        region = make_region()
        crumbs = head_of(client.get(links.region(region.slug))).of_type("BreadcrumbList")
        steps = crumbs["itemListElement"]
        names = ["동네물어봐", "제주특별자치도", "제주시", "애월읍"]
        assert [step["name"] for step in steps] == names
        assert [step["position"] for step in steps] == [1, 2, 3, 4]
        assert steps[-1]["item"] == whole(links.region(region.slug))

    def test_the_way_to_a_question(self, client):
        head = head_of(client.get(make_question().get_absolute_url()))
        assert head.of_type("BreadcrumbList")["itemListElement"][-1]["name"] == "애월읍"


@pytest.mark.parametrize(
    "text",
    [
        "**굵게** & <b>",
        "1 < 2 > 0",
        "[길](https://a.kr/?a=1&b=%3E>)",
        '<a title="a>b">x</a>',
        "```\n<x>\n```",
    ],
)
def test_words_of_html_are_what_a_parser_finds(text):
    html = markdown.render(text)
    assert plain(html) == " ".join(unescape(strip_tags(html)).split())
