"""The query language: whatever is typed is understood somehow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.search.grammar import Answered, Query, parse
from apps.search.limits import QUERY_MAX


def test_words_stand_side_by_side():
    assert parse("  애월   맛집 ") == Query(words=("애월", "맛집"))


def test_quotes_keep_words_together():
    assert parse('카페 "비 오는 날"') == Query(words=("카페",), phrases=("비 오는 날",))


def test_curly_quotes_of_phones_are_quotes():
    assert parse("“비 오는 날”").phrases == ("비 오는 날",)


def test_a_minus_leaves_out():
    found = parse('맛집 -카페 -"애견 동반" -#술')
    assert found == Query(words=("맛집",), without=("카페", "애견 동반"), without_tags=("술",))


def test_a_minus_inside_a_word_is_part_of_it():
    assert parse("wi-fi 1-2시간 -").words == ("wi-fi", "1-2시간", "-")


@pytest.mark.parametrize("typed", ["#주차", "태그:주차", "태그:#주차", "tag:주차", "＃주차"])
def test_a_hash_is_a_tag(typed):
    assert parse(typed).tags == ("주차",)


def test_filters_have_names():
    found = parse("맛집 지역:애월 분류:맛집 답변:채택 작성자:감귤")
    assert (found.words, found.region, found.category, found.answered, found.author) == (
        ("맛집",), "애월", "맛집", Answered.ACCEPTED, "감귤",
    )  # fmt: skip


def test_filters_have_english_names_too():
    assert parse("region:애월 answers:no") == Query(region="애월", answered=Answered.NO)


def test_a_value_with_spaces_is_quoted():
    assert parse('지역:"서귀포시 성산읍" 일출').region == "서귀포시 성산읍"


def test_the_last_of_two_filters_counts():
    assert parse("지역:애월 지역:성산").region == "성산"


def test_a_colon_in_a_word_is_no_filter():
    assert parse("3:30 출발").words == ("3:30", "출발")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('"비 오는 날', "따옴표가 닫히지 않아서"),
        ("지역:", "‘지역:’ 뒤에"),
        ("태그:#", "‘#’ 뒤에"),
        ("답변:많음", "있음, 없음, 채택"),
        ("-지역:애월", "빼고 찾을 수 없어요"),
        ("가" * (QUERY_MAX + 1), f"앞의 {QUERY_MAX}자"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_looked_for(typed, said):
    found = parse(f"{typed}")
    assert any(said in str(problem) for problem in found.problems)
    assert not parse("맛집").problems


def test_an_unclosed_quote_reaches_to_the_end():
    assert parse('카페 "비 오는').phrases == ("비 오는",)


ANYTHING = st.text(
    alphabet=st.sampled_from('애월맛집 ab1#-:"“”지역답변분류작성자태그있음채택'), max_size=40
)


@given(ANYTHING | st.text(max_size=60))
def test_nothing_is_refused(typed):
    parse(typed)


@given(ANYTHING)
def test_a_tidied_query_means_the_same(typed):
    once = parse(typed).changed()
    assert parse(str(once)) == once


@given(ANYTHING)
def test_a_filter_can_be_set_and_taken_back(typed):
    query = parse(typed).changed(region="")
    narrowed = parse(str(query.changed(region="서귀포시 성산읍")))
    assert narrowed.region == "서귀포시 성산읍"
    assert narrowed.changed(region="") == query
