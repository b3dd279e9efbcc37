from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.points.levels import LEVELS, level_for, progress


@pytest.mark.parametrize(
    ("earned", "number"), [(0, 1), (29, 1), (30, 2), (99, 2), (100, 3), (10**9, 8)]
)
def test_the_level_is_the_last_threshold_reached(earned, number):
    assert level_for(earned).number == number


def test_thresholds_rise():
    thresholds = [level.threshold for level in LEVELS]
    assert thresholds == sorted(set(thresholds))


@given(st.integers(0, 20_000))
def test_progress_adds_up(earned):
    now = progress(earned)
    assert 0 <= now.done <= now.span
    if now.following:
        assert now.level.number + 1 == now.following.number
        assert now.earned + now.missing == now.following.threshold
        assert now.missing > 0
