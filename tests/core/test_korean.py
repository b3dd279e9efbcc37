import pytest
from django.utils.translation import override

from apps.core.korean import particle, short_count, with_particle


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("애월읍", "애월읍은"),
        ("제주시", "제주시는"),
        ("한라산(영실)", "한라산(영실)은"),
        ("'협재'", "'협재'는"),
        ("3", "3은"),
        ("2", "2는"),
        ("10", "10은"),
        ("100", "100은"),
        ("1000000000000", "1000000000000는"),
        ("mint_2024", "mint_2024는"),
        ("kim", "kim은"),
        ("Zoe", "Zoe는"),
        ("book", "book은"),
        ("point", "point는"),
        ("CCTV", "CCTV는"),
        ("ATM", "ATM은"),
        ("", "는"),
        ("!!", "!!는"),
        ("ㅋㅋ", "ㅋㅋ는"),
    ],
)
def test_the_last_sound_decides(word, expected):
    assert with_particle(word, "은/는") == expected


@pytest.mark.parametrize(
    ("pair", "closed", "open_"),
    [("은/는", "은", "는"), ("이/가", "이", "가"), ("을/를", "을", "를"), ("과/와", "과", "와")],
)
def test_every_pair_has_its_form_after_a_consonant_first(pair, closed, open_):
    assert particle("애월읍", pair) == closed
    assert particle("제주시", pair) == open_


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("애월읍", "으로"),
        ("제주시", "로"),
        ("서울", "로"),
        ("1", "로"),
        ("7", "로"),
        ("6", "으로"),
        ("Google", "로"),
        ("URL", "로"),
        ("ATM", "으로"),
    ],
)
def test_towards_treats_rieul_as_open(word, expected):
    assert particle(word, "으로/로") == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "0"),
        (999, "999"),
        (9_999, "9,999"),
        (10_000, "1만"),
        (10_999, "1만"),
        (12_345, "1만 2천"),
        (990_000, "99만"),
        (1_234_567, "123만"),
        (12_345_678, "1,234만"),
        (100_000_000, "1억"),
        (130_000_000, "1억 3천만"),
        (-12_345, "-1만 2천"),
    ],
)
def test_counts_past_9999_are_said_in_man(number, expected):
    assert short_count(number) == expected


def test_other_languages_keep_the_digits():
    with override("en"):
        assert short_count(12_345) == "12,345"
