"""What is found for what is typed, and in which order."""

from __future__ import annotations

import time

import pytest
from django.utils import timezone

from apps.questions.services import accepting, closing, editing, removing
from apps.questions.similar import similar
from apps.search.analysis.reading import read
from apps.search.grammar import parse
from apps.search.models import Synonym
from apps.search.ranking import Here
from apps.search.resolving import resolve
from apps.search.searching import Reader, find
from apps.search.similar import similar_ids
from apps.search.synonyms import synonyms
from tests.factories import (
    AEWOL,
    JEJU,
    JEJU_CITY,
    make_answer,
    make_category,
    make_question,
    make_region,
    make_user,
)
from tests.outbox import drain

pytestmark = pytest.mark.django_db


def found(typed, **options):
    """What has everything that was typed."""
    result = find(parse(typed), now=timezone.now(), **options)
    return list(result.ids[: result.whole])


def asked(*titles, **fields):
    questions = [make_question(title=title, **fields) for title in titles]
    drain()
    return [question.pk for question in questions]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("오늘", "오늘은 배가 뜨나요?"),
        ("오늘은", "오늘 배가 뜨나요?"),
        ("애월맛집", "애월 맛집 어디가 좋아요?"),
        ("애월 맛집", "애월맛집 어디가 좋아요?"),
        ("삼성", "삼성전자 서비스센터 어디예요?"),
        ("갈만한", "아이랑 갈 만한 데 있나요?"),
        ("갈 만한 곳", "아이랑 갈만한곳 있나요?"),
        ("주차", "주차장이 넓은 데 있나요?"),
        ("파는 곳", "감귤 어디서 팔아요?"),
        ("이사업체", "이사 업체 어디가 괜찮아요?"),
        ("이사 업체", "이사업체 어디가 괜찮아요?"),
        ("ラーメン", "ラーメン 파는 집 있나요?"),
        ("WIFI", "wi-fi 되는 카페 있나요?"),
        ("7코스", "올레길 7코스 어때요?"),
    ],
)
def test_korean_is_understood(typed, title):
    (wanted,) = asked(title)
    asked("전혀 다른 이야기예요")
    assert found(typed) == [wanted]


def test_body_answer_tags_and_place_are_found_too():
    (by_body,) = asked("그냥 질문이에요", body="도항선 시간이 궁금해요")
    (by_tag,) = asked("다른 질문이에요", tags=["고사리"])
    answered = make_question(title="또 다른 질문이에요")
    accepting.accept(user=answered.author, answer=make_answer(answered, body="등대 옆이에요."))
    drain()
    assert found("도항선") == [by_body]
    assert found("고사리") == [by_tag]
    assert found("등대") == [answered.pk]
    assert set(found("애월읍")) == {by_body, by_tag, answered.pk}


def test_only_the_accepted_answer_is_looked_through():
    question = make_question()
    make_answer(question, body="등대 옆이에요.")
    drain()
    assert found("등대") == []


def test_an_edit_is_found_by_its_new_words_only():
    question = make_question(title="고등어 어디서 사요?")
    drain()
    editing.edit_question(
        editor=question.author, question=question, title="갈치 어디서 사요?", body="",
        category=question.category, tags=[], is_urgent=False, version=1,
    )  # fmt: skip
    drain()
    assert (found("갈치"), found("고등어")) == ([question.pk], [])


def test_what_is_hidden_is_gone_at_once_and_comes_back():
    question = make_question(title="비밀 장소 어디예요?")
    drain()
    moderator = make_user(is_staff=True)
    removing.hide(moderator=moderator, post=question, reason="시험")
    assert found("비밀") == []  # before any worker has heard of it
    drain()
    assert found("비밀") == []
    removing.restore(moderator=moderator, post=question, reason="시험")
    drain()
    assert found("비밀") == [question.pk]


def test_a_hidden_answer_is_not_found():
    question = make_question()
    answer = make_answer(question, body="등대 옆이에요.")
    accepting.accept(user=question.author, answer=answer)
    drain()
    removing.hide(moderator=make_user(is_staff=True), post=answer, reason="시험")
    drain()
    assert found("등대") == []


def test_those_whom_the_reader_blocked_are_left_out():
    question = make_question(title="등대 어디예요?")
    drain()
    assert found("등대", reader=Reader(blocked=frozenset({question.author_id}))) == []


class TestNarrowing:
    @pytest.fixture
    def three(self):
        region, city = make_region(AEWOL), make_region(JEJU_CITY)
        first = make_question(title="카페 하나", region=region, tags=["주차"])
        second = make_question(
            title="카페 둘 조용한 곳", region=city, category=make_category("living")
        )
        third = make_question(title="카페 셋", region=city)
        accepting.accept(user=second.author, answer=make_answer(second))
        make_answer(third)
        drain()
        return first, second, third

    @pytest.mark.parametrize(
        ("typed", "wanted"),
        [
            ("카페 지역:애월", {0}),
            ("카페 지역:제주시", {0, 1, 2}),
            ("카페 분류:living", {1}),
            ("카페 답변:없음", {0}),
            ("카페 답변:있음", {1, 2}),
            ("카페 답변:채택", {1}),
            ("카페 #주차", {0}),
            ("카페 -#주차", {1, 2}),
            ("카페 -조용한", {0, 2}),
            ('"카페 셋"', {2}),
            ("카페 지역:제주시 -조용한 답변:있음", {2}),
            ("#주차", {0}),
            ("답변:채택", {1}),
        ],
    )
    def test_by_what_is_typed(self, three, typed, wanted):
        assert set(found(typed)) == {three[number].pk for number in wanted}

    def test_by_author(self, three):
        assert found(f"카페 작성자:{three[2].author.nickname}") == [three[2].pk]

    def test_an_unknown_name_is_told_and_left_out(self, three):
        query = parse("카페 지역:없는동네 작성자:없는이 분류:없는분류")
        assert len(found(str(query))) == 3
        said = " ".join(map(str, resolve(query).problems))
        assert "‘없는동네’라는 지역" in said
        assert "‘없는이’ 님" in said
        assert "‘없는분류’라는 분류" in said


class TestOrder:
    def test_the_title_counts_more_than_the_body(self):
        (body,) = asked("그냥 질문이에요", body="등대가 보이는 곳이에요")
        (title,) = asked("등대 어디예요?")
        assert found("등대") == [title, body]

    def test_a_settled_question_comes_first(self):
        settled, waiting = asked("등대 어디예요?", "등대 어디인가요?")
        from apps.questions.models import Question

        question = Question.objects.get(pk=settled)
        accepting.accept(user=question.author, answer=make_answer(question))
        drain()
        assert found("등대") == [settled, waiting]

    def test_what_is_near_the_reader_comes_first(self):
        far = make_question(title="등대 어디예요?", region=make_region(JEJU))
        near = make_question(title="등대 어디예요?", region=make_region(AEWOL))
        drain()
        here = Here(JEJU, JEJU_CITY, AEWOL)
        assert found("등대", reader=Reader(here=here)) == [near.pk, far.pk]

    def test_words_together_come_before_words_apart(self):
        apart, together = asked("맛집이 많은 곳 가운데 애월은요?", "애월 맛집 알려 주세요")
        assert found("애월 맛집") == [together, apart]


class TestGenerosity:
    def test_half_of_the_words_are_better_than_nothing(self):
        (wanted,) = asked("등대 앞 식당 있나요?")
        result = find(parse("등대 펜션"), now=timezone.now())
        assert (list(result.ids), result.whole) == ([wanted], 0)

    def test_a_misspelt_word_is_read_as_it_was_meant(self):
        asked("렌터카 어디서 빌려요?", "렌터카 반납 어디서 해요?")
        result = find(parse("랜터카 반납"), now=timezone.now())
        assert (len(result.ids), str(result.instead)) == (1, "렌터카 반납")

    def test_what_may_have_been_meant_is_offered_beside_what_was_found(self):
        asked("렌터카 어디서 빌려요?", "렌터카 반납 어디서 해요?", "랜터카라고 쓰면 틀린 건가요?")
        result = find(parse("랜터카"), now=timezone.now())
        assert (len(result.ids), str(result.perhaps)) == (1, "렌터카")

    def test_a_question_is_not_found_by_what_sounds_like_nothing(self):
        asked("흑돼지 어디가 좋아요?")
        result = find(parse("자전거"), now=timezone.now())
        assert (result.ids, result.instead) == ((), None)

    def test_the_beginning_of_the_last_word_is_enough(self):
        (wanted,) = asked("소아청소년과 있나요?")
        assert found("소아청") == [wanted]

    def test_operators_say_what_means_the_same(self):
        (wanted,) = asked("감저 어디서 사요?")
        assert found("고구마") == []
        Synonym.objects.create(words="고구마, 감저")
        synonyms.forget()
        assert found("고구마") == [wanted]
        assert found("감저") == [wanted]

    def test_some_of_it_is_known_from_the_start(self):
        (wanted,) = asked("렌터카 어디서 빌려요?")
        result = find(parse("렌트카"), now=timezone.now())
        assert (result.ids, result.perhaps) == ((wanted,), None)


def test_a_closed_question_is_still_found():
    question = make_question(title="등대 어디예요?")
    drain()
    closing.close(user=question.author, question=question)
    assert found("등대") == [question.pk]


def test_only_soft_words_are_looked_for_when_there_is_nothing_else():
    (wanted,) = asked("추천 부탁해요")
    assert found("추천 부탁") == [wanted]


@pytest.mark.parametrize(
    "typed", ["'", "\\", "& | !", "애월':*", "a\\'b", "<->", "(", "%", "ㅋㅋㅋ", "🙂"]
)
def test_no_character_breaks_it(typed):
    asked("애월 맛집 있나요?")
    found(typed)
    found(f'"{typed}" -{typed} #{typed}')


class TestWhatWentWrongOnce:
    def test_a_body_of_at_signs_is_read_in_no_time(self):
        began = time.process_time()
        read("a@" * 3000)
        assert time.process_time() - began < 5

    def test_words_of_hidden_questions_are_nobodys_correction(self):
        question = make_question(title="김철숙전화 사기꾼 공일공")
        make_question(title="김철슥전화가 뭐예요?")
        drain()
        removing.hide(moderator=make_user(is_staff=True), post=question, reason="시험")
        drain()
        for typed in ("김철슥전화", "김철숙전하", "사기꾸"):
            result = find(parse(typed), now=timezone.now())
            assert (result.perhaps, result.instead) == (None, None)

    def test_a_sign_is_the_beginning_of_nothing(self):
        (wanted,) = asked("애월 카페 있나요?")
        asked("애월 바다 좋은가요?", "애월 바다 갈까요?", "애월 바다 볼까요?")
        assert found("애월 카페 *") == [wanted]

    def test_what_is_left_out_together_is_left_out_only_together(self):
        (rain,) = asked("우산 비 많이 올 때 어떤 게 좋아요?")
        asked("우산 비 오는 날 어디서 사요?")
        assert found('우산 -"비 오는 날"') == [rain]

    def test_half_of_many_words_may_be_any_half(self):
        (wanted,) = asked("단체 어르신 휠체어 유모차 예약 되는 집 있나요?")
        typed = "초당 두부 예약 단체 어르신 휠체어 유모차"
        assert wanted in find(parse(typed), now=timezone.now()).ids

    def test_a_hidden_answer_is_not_found_even_before_a_worker_has_heard_of_it(self):
        question = make_question()
        answer = make_answer(question, body="등대 옆이에요.")
        accepting.accept(user=question.author, answer=answer)
        drain()
        assert found("등대") == [question.pk]
        removing.hide(moderator=make_user(is_staff=True), post=answer, reason="시험")
        assert found("등대") == []


def test_first_help_is_found_by_the_search_too():
    """Whatever category and place it was asked in, and however long ago."""
    old = make_question(
        title="렌터카 차고지 반납 늦으면 어떻게 돼요?",
        category=make_category("etc"),
        region=make_region(JEJU),
    )
    accepting.accept(user=old.author, answer=make_answer(old, body="차고지로 가세요."))
    drain()
    mine = make_question(
        title="렌터카 차고지 반납이 늦으면 어떻게 되나요?", category=make_category("transport")
    )
    assert similar_ids(mine.title, mine.sido_id) == [old.pk]
    assert [row.question.pk for row in similar(mine)] == [old.pk]
