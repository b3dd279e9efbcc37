from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.routing.policy import decayed, hour_of_week, learned, skill, usual
from apps.routing.policy.learning import HALF_LIFE

NOTHING = [0] * 168


@given(st.floats(0, 100), st.floats(0, 1e8), st.floats(0, 1e8))
def test_decaying_in_two_steps_is_decaying_in_one(value, first, second):
    assert decayed(decayed(value, first), second) == pytest.approx(decayed(value, first + second))


def test_a_month_ago_counts_half():
    assert decayed(8.0, HALF_LIFE) == 4.0
    assert learned(8.0, HALF_LIFE) == 5.0


def test_a_clock_that_went_back_makes_nothing_grow():
    assert decayed(8.0, -60.0) == 8.0


def test_tags_add_to_the_category():
    assert skill(2.0, 3.0) > skill(2.0)


@given(
    st.lists(st.integers(0, 20), min_size=168, max_size=168), st.integers(0, 167), st.floats(0, 20)
)
def test_how_usual_an_hour_is_lies_between_never_and_always(counts, hour, weeks):
    assert 0 <= usual(counts, hour, weeks) <= 1


def test_who_came_every_week_at_this_hour_is_usual_then_and_a_little_about_it():
    counts = list(NOTHING)
    counts[50] = 4
    assert usual(counts, 50) > usual(counts, 51) > usual(counts, 60)
    assert (
        usual(counts, 50) > usual(counts, 74) > usual(counts, 60)
    )  # the same hour of the next day


def test_of_somebody_new_the_night_is_expected_to_be_empty():
    assert usual(NOTHING, 3) < usual(NOTHING, 20)


def test_one_visit_of_somebody_new_makes_no_habit():
    counts = list(NOTHING)
    counts[50] = 1
    assert usual(counts, 50, weeks=0.1) < 0.5


def test_the_hour_of_the_week_is_seouls():
    monday = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
    assert hour_of_week(monday.astimezone(ZoneInfo("Asia/Seoul"))) == 0
