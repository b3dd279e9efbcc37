"""The pages of the search, as people and screen readers meet them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_redis import get_redis_connection

from apps.accounts.models import Block
from apps.questions.models import Question
from apps.questions.services import accepting, removing
from apps.search.limits import QUERY_MAX, RECENT_MAX
from apps.search.models import MissedQuery, RecentSearch
from apps.search.services import noting
from apps.search.services.indexing import index
from tests.factories import AEWOL, make_answer, make_question, make_region, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db

PAGE = "/search/"


def titles(response):
    return [result.card.title for result in response.context["results"].items]


@pytest.fixture
def lighthouse():
    question = make_question(title="등대 어디예요?", body="바다가 <b>보이는</b> 등대 말이에요.")
    drain()
    return question


class TestResults:
    def test_everybody_may_search(self, client, lighthouse):
        page = client.get(PAGE, {"q": "등대"})
        assert titles(page) == ["등대 어디예요?"]
        assert "결과 1개" in page.content.decode()

    def test_the_match_is_marked_and_the_text_escaped(self, client, lighthouse):
        html = client.get(PAGE, {"q": "등대"}).content.decode()
        assert "바다가 &lt;b&gt;보이는&lt;/b&gt; <mark>등대</mark> 말이에요." in html

    def test_the_accepted_answer_is_quoted_where_it_says_more(self, client):
        question = make_question(title="어디로 가면 돼요?", body="처음이에요.")
        accepting.accept(user=question.author, answer=make_answer(question, body="등대 옆이에요."))
        drain()
        html = client.get(PAGE, {"q": "등대"}).content.decode()
        assert "채택 답변" in html
        assert "<mark>등대</mark> 옆이에요." in html

    def test_what_was_typed_stays_in_the_box(self, client):
        html = client.get(PAGE, {"q": '"><script>alert(1)</script>'}).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html

    def test_nothing_found_leads_to_asking(self, client):
        html = client.get(PAGE, {"q": "없는말뭉치"}).content.decode()
        assert "아직 아무도 묻지 않았어요" in html
        assert 'href="/ask/"' in html

    def test_problems_are_told(self, client, lighthouse):
        page = client.get(PAGE, {"q": "등대 지역:없는동네"})
        assert "‘없는동네’라는 지역을 찾지 못해" in page.content.decode()
        assert titles(page) == ["등대 어디예요?"]

    def test_filters_are_links_to_the_same_query(self, client, lighthouse):
        page = client.get(PAGE, {"q": "등대"})
        (link,) = [each for each in page.context["filters"].answers if each.label == "답변 없음"]
        narrowed = client.get(link.url)
        assert str(narrowed.context["query"]) == "등대 답변:없음"
        (back,) = [each for each in narrowed.context["filters"].answers if each.is_chosen]
        assert str(client.get(back.url).context["query"]) == "등대"

    def test_the_blocked_are_left_out_for_who_blocked_them(self, as_user, lighthouse):
        reader = make_user()
        Block.objects.create(blocker=reader, blocked=lighthouse.author)
        assert titles(as_user(reader).get(PAGE, {"q": "등대"})) == []
        assert titles(as_user(make_user()).get(PAGE, {"q": "등대"})) == ["등대 어디예요?"]

    def test_hidden_questions_are_nobodys(self, as_user, lighthouse):
        removing.hide(moderator=make_user(is_staff=True), post=lighthouse, reason="시험")
        for reader in (None, lighthouse.author, make_user(is_staff=True)):
            assert "등대 어디예요" not in as_user(reader).get(PAGE, {"q": "바다"}).content.decode()

    def test_search_engines_keep_out(self, client, lighthouse):
        assert (
            '<meta name="robots" content="noindex'
            in client.get(PAGE, {"q": "등대"}).content.decode()
        )

    def test_only_reading(self, client):
        assert client.post(PAGE, {"q": "등대"}).status_code == 405

    def test_too_many_searches_wait(self, client, settings):
        settings.RATE_LIMITS = {"search": "2/m"}
        answers = [client.get(PAGE, {"q": "등대"}).status_code for _ in range(3)]
        assert answers == [200, 200, 429]

    def test_a_long_query_is_cut_and_told(self, client):
        page = client.get(PAGE, {"q": "가" * (QUERY_MAX + 50)})
        assert f"앞의 {QUERY_MAX}자로 찾았어요" in page.content.decode()


class TestPaging:
    @pytest.fixture
    def many(self):
        author, region = make_user(), make_region(AEWOL)
        questions = [
            make_question(author, title=f"등대 이야기 {n}", region=region) for n in range(45)
        ]
        index(question_ids=[question.pk for question in questions])
        return questions

    def test_every_result_comes_once(self, client, many, settings):
        seen, page = [], client.get(PAGE, {"q": "등대"})
        while True:
            seen += titles(page)
            cursor = page.context["results"].next_cursor
            if not cursor:
                break
            page = client.get(PAGE, {"q": "등대", "cursor": cursor})
        assert len(seen) == len(set(seen)) == 45

    def test_what_is_asked_meanwhile_moves_nothing(self, client, many):
        first = client.get(PAGE, {"q": "등대"})
        new = make_question(many[0].author, title="등대 등대 등대")
        index(question_ids=[new.pk])
        second = client.get(PAGE, {"q": "등대", "cursor": first.context["results"].next_cursor})
        assert not set(titles(first)) & set(titles(second))

    def test_a_question_that_went_leaves_no_page_twice(self, client, many):
        first = client.get(PAGE, {"q": "등대"})
        last = first.context["results"].items[-1].card.id
        cursor = first.context["results"].next_cursor
        removing.hide(
            moderator=make_user(is_staff=True), post=Question.objects.get(pk=last), reason="시험"
        )
        second = client.get(PAGE, {"q": "등대", "cursor": cursor})
        assert len(titles(second)) >= 19
        assert not set(titles(first)) & set(titles(second))

    def test_more_is_a_fragment_for_htmx(self, client, many):
        cursor = client.get(PAGE, {"q": "등대"}).context["results"].next_cursor
        html = client.get(
            PAGE, {"q": "등대", "cursor": cursor}, headers={"HX-Request": "true"}
        ).content.decode()
        assert html.startswith("<li")
        assert "<html" not in html

    @pytest.mark.parametrize(
        "cursor", ["x", "W10", "WzEsMl0", "WyJhIiwyLDNd", "Wzk5OTk5OTk5OTk5OTk5OTksMSwyXQ"]
    )
    def test_a_broken_cursor_is_told(self, client, many, cursor):
        assert client.get(PAGE, {"q": "등대", "cursor": cursor}).status_code == 400

    def test_the_number_of_queries_does_not_depend_on_results(self, client, many):
        """From three on, so that nothing has to be read more generously; each search is a first one."""
        few = [make_question(many[0].author, title=f"고사리 이야기 {n}") for n in range(3)]
        index(question_ids=[question.pk for question in few])
        client.get(PAGE, {"q": "이야기"})  # warms what a process remembers
        numbers = []
        for typed, expected in (("고사리", 3), ("등대", 20)):
            with CaptureQueriesContext(connection) as captured:
                page = client.get(PAGE, {"q": typed})
            assert len(titles(page)) == expected
            numbers.append(len(captured))
        assert numbers[0] == numbers[1] <= 8


class TestRecent:
    def search(self, person, typed):
        client = Client()
        client.force_login(person)
        client.get(PAGE, {"q": typed})
        return client

    def test_the_last_searches_are_kept_for_the_person_alone(self, as_user):
        person = make_user()
        client = self.search(person, "등대")
        self.search(person, "카페")
        self.search(person, "등대")
        assert list(client.get(PAGE).context["recent"]) == ["등대", "카페"]
        assert list(as_user(make_user()).get(PAGE).context["recent"]) == []
        assert list(as_user().get(PAGE).context["recent"]) == []

    def test_only_the_last_ten(self):
        person = make_user()
        for number in range(RECENT_MAX + 3):
            noting.remember_search(person=person, text=f"낱말 {number}")
        assert noting.recent_searches(person)[0] == f"낱말 {RECENT_MAX + 2}"
        assert RecentSearch.objects.filter(person=person).count() == RECENT_MAX

    def test_the_next_page_is_no_new_search(self, as_user):
        person = make_user()
        as_user(person).get(PAGE, {"q": "등대"}, headers={"HX-Request": "true"})
        assert noting.recent_searches(person) == []

    def test_one_or_all_are_forgotten(self, as_user):
        person, other = make_user(), make_user()
        for each in (person, other):
            noting.remember_search(person=each, text="등대")
            noting.remember_search(person=each, text="카페")
        client = as_user(person)
        assert client.post("/search/forget/", {"q": "등대"}).status_code == 302
        assert noting.recent_searches(person) == ["카페"]
        client.post("/search/forget/")
        client.post("/search/forget/")
        assert noting.recent_searches(person) == []
        assert noting.recent_searches(other) == ["카페", "등대"]

    def test_visitors_have_nothing_to_forget(self, client):
        assert client.post("/search/forget/").status_code == 302
        assert client.get("/search/forget/").status_code == 405


class TestMissed:
    @pytest.fixture
    def readers(self, as_user):
        """Four who are not each other."""
        return [as_user(make_user()), as_user(make_user()), Client(), Client(REMOTE_ADDR="9.9.9.9")]

    def test_what_found_nothing_is_counted_without_saying_who(self, readers):
        for each in readers:
            each.get(PAGE, {"q": "없는말뭉치"})
        missed = MissedQuery.objects.get()
        assert (missed.text, missed.times) == ("없는말뭉치", 4)
        assert "person" not in {field.name for field in MissedQuery._meta.fields}

    def test_what_one_or_two_typed_however_often_can_be_read_nowhere(self, readers):
        typed = "서울시 강남구 테헤란로 1 홍길동"
        for each in (*readers[:2], *readers[:2], readers[0]):
            each.get(PAGE, {"q": typed})
        assert not MissedQuery.objects.exists()
        connection = get_redis_connection("default")
        keys = list(connection.scan_iter("missed:*"))
        kept = repr([(key, connection.smembers(key)) for key in keys])
        assert keys
        assert typed not in kept
        assert all(0 < connection.ttl(key) <= 30 * 86_400 for key in keys)

    def test_the_third_reader_makes_it_known(self, readers):
        for each in readers[1:]:
            each.get(PAGE, {"q": "없는말뭉치"})
        assert MissedQuery.objects.get().times == 3

    @pytest.mark.parametrize(
        "typed", ["a@b.kr", "010-1234-5678 누구", "010.1234.5678", "01012345678", "작성자:아무개"]
    )
    def test_what_may_say_who_somebody_is_is_not_kept(self, readers, typed):
        for each in readers:
            each.get(PAGE, {"q": typed})
        assert not MissedQuery.objects.exists()

    def test_what_found_something_is_not_missed(self, readers, lighthouse):
        for each in readers:
            each.get(PAGE, {"q": "등대"})
        assert not MissedQuery.objects.exists()

    def test_all_of_it_is_forgotten_in_time(self, client):
        from datetime import timedelta

        from apps.search.services.forgetting import forget_old

        person = make_user()
        noting.remember_search(person=person, text="등대")
        MissedQuery.objects.create(text="없는말뭉치")
        assert forget_old() == 0
        long_ago = timezone.now() - timedelta(days=91)
        RecentSearch.objects.update(searched_at=long_ago)
        MissedQuery.objects.update(last_at=long_ago)
        assert forget_old() == 2


class TestSuggestions:
    def suggested(self, client, typed):
        return [
            each.text
            for each in client.get("/search/suggest/", {"q": typed}).context["suggestions"]
        ]

    def test_places_tags_and_questions(self, client):
        make_question(title="애월 카페 어디예요?", tags=["애월카페"])
        drain()
        assert self.suggested(client, "애월") == ["애월읍", "#애월카페", "애월 카페 어디예요?"]

    def test_ones_own_searches_come_first(self, as_user):
        person = make_user()
        noting.remember_search(person=person, text="등대 카페")
        assert self.suggested(as_user(person), "등대") == ["등대 카페"]
        assert self.suggested(as_user(make_user()), "등대") == []

    def test_hidden_questions_and_their_tags_are_not_suggested(self, client):
        question = make_question(title="비밀 장소 어디예요?", tags=["비밀장소"])
        drain()
        removing.hide(moderator=make_user(is_staff=True), post=question, reason="시험")
        assert self.suggested(client, "비밀") == []

    def test_nothing_typed_suggests_nothing(self, client):
        assert self.suggested(client, "  ") == []

    def test_only_reading_and_not_without_end(self, client, settings):
        assert client.post("/search/suggest/").status_code == 405
        settings.RATE_LIMITS = {"suggest": "1/m"}
        client.get("/search/suggest/", {"q": "가"})
        assert client.get("/search/suggest/", {"q": "가"}).status_code == 429


class TestBlocked:
    def test_those_whom_the_reader_blocked_are_in_no_list(self, as_user, lighthouse):
        reader, other = make_user(), make_question(title="등대 어디인가요?")
        drain()
        Block.objects.create(blocker=reader, blocked=lighthouse.author)
        for path, query in (
            ("/search/suggest/", {"q": "등대"}),
            ("/search/similar/", {"title": "등대 어디"}),
            (f"/q/{other.pk}/similar/", {}),
            ("/api/v1/search/suggestions/", {"q": "등대"}),
            ("/api/v1/search/similar/", {"q": "등대 어디"}),
            ("/api/v1/search/", {"q": "등대"}),
        ):
            assert lighthouse.title not in as_user(reader).get(path, query).content.decode()
            assert lighthouse.title in as_user(make_user()).get(path, query).content.decode()


class TestSimilar:
    def test_while_a_title_is_written_settled_questions_come_first(self, client):
        make_question(title="애월에 문 연 소아과 있나요?")
        settled = make_question(title="애월에 주말에 여는 소아과 있나요?")
        accepting.accept(user=settled.author, answer=make_answer(settled))
        make_question(title="서귀포 버스 막차 몇 시예요?")
        drain()
        page = client.get("/search/similar/", {"title": "애월 소아과 있"})
        assert [each.title for each in page.context["similar"]] == [
            "애월에 주말에 여는 소아과 있나요?", "애월에 문 연 소아과 있나요?",
        ]  # fmt: skip

    def test_one_question_is_enough_to_be_found(self, client, lighthouse):
        page = client.get("/search/similar/", {"title": "등대는 어디"})
        assert [each.id for each in page.context["similar"]] == [lighthouse.pk]

    def test_on_a_questions_own_page(self, client, lighthouse):
        other = make_question(title="등대 어디인가요?")
        drain()
        page = client.get(f"/q/{other.pk}/similar/")
        assert [each.id for each in page.context["similar"]] == [lighthouse.pk]
        assert (
            f'hx-get="/q/{other.pk}/similar/"'
            in client.get(other.get_absolute_url()).content.decode()
        )

    def test_hidden_ones_are_neither_shown_nor_looked_for(self, client, lighthouse):
        other = make_question(title="등대 어디인가요?")
        drain()
        removing.hide(moderator=make_user(is_staff=True), post=lighthouse, reason="시험")
        assert client.get(f"/q/{other.pk}/similar/").context["similar"] == []
        assert client.get(f"/q/{lighthouse.pk}/similar/").status_code == 404

    def test_a_title_of_nothing_has_nothing_like_it(self, client, lighthouse):
        for title in ("", " ", "가", "!?", "ㅋㅋ"):
            assert client.get("/search/similar/", {"title": title}).context["similar"] == []
        assert client.post("/search/similar/").status_code == 405
        assert Question.objects.count() == 1


class TestKept:
    def count(self, client):
        return client.get(PAGE, {"q": "등대"}).context["results"].found.whole

    def test_the_second_look_searches_no_more(self, client, lighthouse):
        self.count(client)
        with CaptureQueriesContext(connection) as captured:
            self.count(client)
        assert not [each for each in captured if "search_searchdocument" in each["sql"]]

    def test_what_is_hidden_is_in_no_count_either(
        self, client, lighthouse, django_capture_on_commit_callbacks
    ):
        assert self.count(client) == 1
        with django_capture_on_commit_callbacks(execute=True):
            removing.hide(moderator=make_user(is_staff=True), post=lighthouse, reason="시험")
        assert self.count(client) == 0

    def test_a_worker_sees_to_it_too(self, client, lighthouse):
        assert self.count(client) == 1
        removing.hide(moderator=make_user(is_staff=True), post=lighthouse, reason="시험")
        drain()
        assert self.count(client) == 0

    def test_nobody_is_shown_what_another_may_see(self, as_user, lighthouse):
        reader = make_user()
        Block.objects.create(blocker=reader, blocked=lighthouse.author)
        assert self.count(as_user(reader)) == 0
        assert self.count(as_user(make_user())) == 1
        assert self.count(as_user(reader)) == 0
