"""Which questions are taken for alike while one is being asked, and which are not."""

from __future__ import annotations

import pytest

from apps.questions.services import accepting
from apps.search.analysis.reading import read
from apps.search.similar import similar_titles
from tests.factories import AEWOL, make_answer, make_question, make_region
from tests.outbox import drain

pytestmark = pytest.mark.django_db


def ids(title, **options):
    return [each.id for each in similar_titles(title, **options)]


def asked(title, **fields):
    question = make_question(title=title, **fields)
    drain()
    return question.pk


class TestFound:
    def test_by_its_tags_where_its_title_says_it_otherwise(self):
        question = make_question(
            title="비 오는 날 7살 둘 데리고 공짜로 반나절 버틸 수 있는 실내",
            tags=["실내", "아이랑"],
        )
        accepting.accept(user=question.author, answer=make_answer(question))
        drain()
        assert ids("아이랑 갈 만한 곳 있을까요 비 오는 날") == [question.pk]
        assert ids("비 오는 날 아이랑 갈 만한") == [question.pk]

    def test_by_where_it_is_asked(self):
        wanted = asked("세차장 어디가 좋아요?", region=make_region(AEWOL))
        assert ids("애월 세차장") == [wanted]

    def test_by_two_words_of_a_long_title(self):
        wanted = asked("원도심에서 오래된 간판이나 건물 볼 만한 골목")
        assert ids("서귀포 옛 간판이나 타일 건물 남아 있는 골목") == [wanted]

    def test_the_same_words_in_another_order_and_form(self):
        wanted = asked("렌터카 반납 어디서 해요?")
        assert ids("반납은 어디에 하나요 렌트카") == [wanted]


class TestNotFound:
    """Each shares a word with what is asked, and is about something else."""

    @pytest.mark.parametrize(
        ("typed", "other"),
        [
            ("아이랑 갈 만한 곳 있을까요 비 오는 날", "마당에 널었는데 오늘 밤 비 올까요?"),
            ("주차 편한 카페", "버스 타기 편한 게 뭐예요?"),
            ("주차 편한 카페", "등대 앞 카페 말고 벤치 있는 곳"),
            ("렌터카 반납", "지금 렌터카로 넘어가도 괜찮아요?"),
            ("애월 세차장", "애월 배송비 지원 신청되나요?"),
            ("내일 아침 일찍 문 여는 약국", "내일 아침 배가 뜰까요?"),
            ("금오름 차로 못 올라가는 거 맞죠? 올라오는 차가 보여서", "축제 때 차 어디로 돌려요?"),
            ("5명 고기 먹을 곳", "5명인데 경차 두 대가 나을까요?"),
        ],
    )
    def test_one_word_is_a_coincidence(self, typed, other):
        asked(other)
        assert ids(typed) == []

    def test_where_it_is_asked_is_not_what_it_is_about(self):
        asked("세차장 어디가 좋아요?", region=make_region(AEWOL))
        assert ids("애월") == []

    def test_what_its_body_mentions_is_not_what_it_is_about(self):
        asked("택배 어디서 보내요?", body="비 오는 날 아이랑 갈 만한 곳은 다 알아요.")
        assert ids("아이랑 갈 만한 곳 있을까요 비 오는 날") == []


def test_words_of_two_sentences_are_not_taken_for_one():
    """The analyser ends one after 있을까요, and counts its words anew."""
    words = [word.text for word in read("아이랑 갈 곳 있을까요 비 오는 날").words]
    assert words == ["아이랑", "갈", "곳", "있을까요", "비", "오는", "날"]
