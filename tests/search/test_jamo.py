from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.search.analysis.jamo import distance, letters, sounds


def test_syllables_fall_into_letters():
    assert letters("애월 A1") == "ㅇㅐㅇㅝㄹ A1"


@pytest.mark.parametrize(
    ("typed", "meant"), [("까패", "카페"), ("해운데", "해운대"), ("흑되지", "흑돼지")]
)
def test_what_sounds_alike_is_alike(typed, meant):
    assert sounds(typed) == sounds(meant)


@pytest.mark.parametrize(
    ("first", "second", "far"),
    [("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1), ("abc", "acb", 1), ("abc", "xyz", 3)],
)
def test_a_distance_counts_letters(first, second, far):
    assert distance(first, second, at_most=3) == far


WORDS = st.text(alphabet="ㄱㄴㄷㅏㅓㅗ", max_size=8)


@given(WORDS, WORDS)
def test_a_distance_is_the_same_both_ways(first, second):
    assert distance(first, second, at_most=8) == distance(second, first, at_most=8)


@given(WORDS, WORDS, st.integers(0, 4))
def test_a_distance_stops_beyond_what_matters(first, second, most):
    exact = distance(first, second, at_most=20)
    assert distance(first, second, at_most=most) == (exact if exact <= most else most + 1)
