from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from apps.routing.policy import (
    Asked,
    Situation,
    is_wanting,
    looks,
    next_look,
    target,
    wave_at,
    waves,
)
from tests.routing.policy.people import JUST_ASKED, situation

SURE = Asked(chance=0.9, since=0, state="waiting", was_here=True)


def at(before: Situation, moment: float) -> Situation:
    """The same question later, when everybody was silent meanwhile."""
    later = moment - before.elapsed
    return replace(
        before,
        elapsed=moment,
        remaining=before.remaining - later,
        wave=max(before.wave, wave_at(moment, is_urgent=before.is_urgent)),
        asked=tuple(replace(asked, since=asked.since + later) for asked in before.asked),
    )


def test_waves_begin_at_once_and_at_two_five_and_eight_minutes_and_faster_when_urgent():
    assert waves(False) == (0, 120, 300, 480)
    assert all(sooner <= later for sooner, later in zip(waves(True), waves(False), strict=True))
    assert waves(True) != waves(False)


@pytest.mark.parametrize("is_urgent", [False, True])
def test_every_wave_begins_with_a_look_and_looks_leave_time_to_answer(is_urgent):
    moments = looks(is_urgent=is_urgent)
    assert set(waves(is_urgent)) <= set(moments)
    assert list(moments) == sorted(set(moments))
    assert moments[-1] < 600


@pytest.mark.parametrize("is_urgent", [False, True])
def test_a_wave_lasts_until_the_next(is_urgent):
    for wave, begins in enumerate(waves(is_urgent)):
        assert wave_at(begins, is_urgent=is_urgent) == wave
        assert wave_at(begins - 1, is_urgent=is_urgent) == max(wave - 1, 0)
    assert wave_at(100_000, is_urgent=is_urgent) == len(waves(is_urgent)) - 1


def test_a_clock_set_back_before_the_question_finds_the_first_wave():
    assert wave_at(-3600, is_urgent=False) == 0


@given(situation())
def test_the_next_look_is_the_first_at_which_somebody_is_wanted_if_all_are_silent(now):
    found = next_look(now)
    to_come = [moment for moment in looks(is_urgent=now.is_urgent) if moment > now.elapsed]
    wanting = [moment for moment in to_come if moment < 600 and is_wanting(at(now, moment))]
    assert found == (wanting[0] if wanting else None)


def test_while_enough_is_hoped_for_nothing_need_be_done():
    begun = replace(JUST_ASKED, asked=(SURE,))
    found = next_look(begun)
    assert found is not None
    assert found > looks(is_urgent=False)[1]


def test_where_nobody_was_found_people_are_looked_for_again_soon():
    assert next_look(JUST_ASKED) == looks(is_urgent=False)[1]


def test_a_pass_brings_the_next_look_forward():
    begun = replace(JUST_ASKED, asked=(SURE,))
    passed = replace(begun, asked=(replace(SURE, state="passed"),))
    assert next_look(passed) < next_look(begun)


def test_an_urgent_question_wants_to_be_surer():
    for wave in range(4):
        assert target(wave, is_urgent=True) > target(wave, is_urgent=False)
