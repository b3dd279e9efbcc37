from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.routing.policy import Asked, chance, exposed, residual
from tests.routing.policy.people import JUST_ASKED, asked, candidate, counts, situation, somebody


@given(candidate(), situation())
def test_a_chance_is_a_chance(person, at):
    assert 0 <= chance(person, at) < 1


@given(candidate(), situation(), counts)
@pytest.mark.parametrize("count", ["answered", "skill", "answers"])
def test_more_answers_never_lower_the_chance(count, person, at, more):
    better = replace(person, **{count: getattr(person, count) + more})
    assert chance(better, at) >= chance(person, at) - 1e-12


@given(candidate(), situation(), counts)
def test_more_silence_never_raises_the_chance(person, at, more):
    expected = None if person.expected is None else person.expected + more
    quieter = replace(person, asked=person.asked + more, expected=expected)
    assert chance(quieter, at) <= chance(person, at) + 1e-12


@given(candidate(), situation())
def test_being_here_never_lowers_the_chance(person, at):
    assert (
        chance(replace(person, is_here=True), at)
        >= chance(replace(person, is_here=False), at) - 1e-12
    )


@given(candidate(), situation(), st.floats(0, 1))
def test_a_more_usual_hour_never_lowers_the_chance(person, at, usual):
    high, low = max(usual, person.usual), min(usual, person.usual)
    assert chance(replace(person, usual=high), at) >= chance(replace(person, usual=low), at) - 1e-12


@given(candidate(), situation(), st.floats(0, 600))
def test_less_time_never_raises_the_chance(person, at, less):
    hurried = replace(at, remaining=max(at.remaining - less, 0))
    assert chance(person, hurried) <= chance(person, at) + 1e-12


@given(candidate(), situation())
def test_the_nearer_the_likelier(person, at):
    by_distance = [chance(replace(person, nearness=near), at) for near in range(4)]
    assert by_distance == sorted(by_distance, reverse=True)


def test_a_stranger_away_is_as_likely_as_the_published_cold_ask():
    cold = somebody(is_here=False, usual=0.0)
    assert (
        0.01 < chance(cold, JUST_ASKED) < 0.04
    )  # MoboQ: 3 % of people asked answer within ten minutes


@given(asked(), st.floats(0, 600))
def test_what_is_left_of_an_ask_is_a_chance_and_nothing_after_a_pass(ask, remaining):
    assert 0 <= residual(ask, remaining) <= 1
    assert residual(replace(ask, state="passed"), remaining) == 0


def test_the_longer_somebody_is_silent_the_less_is_expected_of_them():
    left = [
        residual(Asked(0.4, since, "waiting", was_here=True), 600 - since)
        for since in range(0, 600, 50)
    ]
    assert left == sorted(left, reverse=True)
    assert left[0] == pytest.approx(0.4)


@given(st.floats(0, 600), st.floats(0, 600), st.booleans())
def test_being_overtaken_at_once_counts_for_nothing_and_the_whole_time_for_all(
    open_for, whole, was_here
):
    part = exposed(min(open_for, whole), whole, was_here=was_here)
    assert 0 <= part <= 1
    assert exposed(0, whole, was_here=was_here) == 0
    if whole > 1:
        assert exposed(whole, whole, was_here=was_here) == 1
