"""A small town: its calibration holds, and the policy does better in it than chance."""

from __future__ import annotations

import pytest

from apps.routing.policy.choosing import MOST_PER_QUESTION
from bench.routing import middle
from bench.town.assumptions import Assumptions
from bench.town.days import Days
from bench.town.figures import figures, gini, top_share
from bench.town.place import found
from bench.town.rivals import Cold, Ours, RandomFew, Recent

DAYS = 3


@pytest.fixture(scope="module")
def place():
    return found(Assumptions(people=1_000, questions=0.04), "medium", 7, DAYS)


@pytest.fixture(scope="module")
def ours(place):
    return Days(place, Ours()).live([(0, DAYS)])


def test_calibration_meets_the_published_cold_asks_and_nears_what_it_was_not_fitted_to(place):
    assert place.cold["within_10"] == pytest.approx(0.28, abs=0.005)
    assert place.cold["within_20"] == pytest.approx(0.51, abs=0.005)
    assert place.cold["ever_called"] == pytest.approx(0.746, abs=0.06)


def test_the_days_lived_show_what_calibration_computed(place):
    lived = figures(Days(place, Cold()).live([(0, DAYS)]), len(place.people))
    assert lived["asks"] == pytest.approx(10.7, abs=0.3)
    assert lived["within_10"] == pytest.approx(0.28, abs=0.12)  # 120 questions
    assert lived["within_20"] == pytest.approx(0.51, abs=0.14)


def test_ours_answers_more_than_twice_as_many_as_chance_with_fewer_asks(place, ours):
    found_ours = figures(ours, len(place.people))
    by_chance = figures(Days(place, RandomFew(7.5)).live([(0, DAYS)]), len(place.people))
    assert by_chance["asks"] > found_ours["asks"]
    assert found_ours["within_10"] > 2 * by_chance["within_10"]


def test_ours_answers_more_than_asking_those_seen_last(place, ours):
    found_ours = figures(ours, len(place.people))
    last_seen = figures(Days(place, Recent(8)).live([(0, DAYS)]), len(place.people))
    assert last_seen["asks"] > found_ours["asks"]
    assert found_ours["within_10"] > last_seen["within_10"]


def test_nobody_is_asked_a_question_twice_or_more_than_five_times_a_day(place, ours):
    assert all(len({person for person, _ in o.asked}) == len(o.asked) for o in ours)
    assert figures(ours, len(place.people))["asks_a_day_most"] <= 5


def test_people_are_looked_for_only_where_somebody_is_wanted(place, ours):
    found_ours = figures(ours, len(place.people))
    assert 1 <= found_ours["reads"] <= found_ours["steps"] < 5
    assert all(len(o.asked) <= MOST_PER_QUESTION for o in ours)


def test_the_same_town_lives_the_same_days(place, ours):
    again = Days(place, Ours()).live([(0, DAYS)])
    assert [(o.asked, o.answered_after) for o in again] == [
        (o.asked, o.answered_after) for o in ours
    ]


def test_load_figures_on_loads_known_by_hand():
    assert gini([1, 1, 1, 1]) == 0
    assert gini([0, 0, 0, 8]) == 0.75
    assert top_share([*[1] * 9, 11]) == 0.55
    assert middle([{"a": 1.0}, {"a": 3.0}, {"a": 2.0}]) == {"a": 2.0}
