from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from apps.routing.policy import (
    Asked,
    Pick,
    Situation,
    choose,
    is_wanting,
    most,
    reach,
    residual,
    target,
)
from apps.routing.policy.choosing import MOST_PER_QUESTION
from tests.routing.policy.people import JUST_ASKED, candidate, candidates, situation, somebody


def nobody_answers(picks: list[Pick], at: Situation) -> float:
    left = 1.0
    for asked in at.asked:
        left *= 1 - residual(asked, at.remaining)
    for pick in picks:
        left *= 1 - pick.chance
    return left


def waiting_in(at: Situation) -> int:
    """Asked in the wave that is on, and not said no."""
    return sum(asked.wave == at.wave and asked.state != "passed" for asked in at.asked)


def asked_before(at: Situation) -> int:
    """In the ten minutes that are on: next door, after the four waves, it begins anew."""
    return sum((asked.wave >= 4) == (at.wave >= 4) for asked in at.asked)


@given(candidates, situation())
def test_nobody_is_asked_above_their_limit_or_beyond_the_waves_reach(people, at):
    by_id = {person.person_id: person for person in people}
    picks = choose(people, at)
    assert len({pick.person_id for pick in picks}) == len(picks)
    for pick in picks:
        person = by_id[pick.person_id]
        assert person.asked_today < person.daily_limit
        assert person.nearness <= reach(at.wave)


@given(candidates, situation())
def test_no_wave_and_no_question_asks_more_than_so_many(people, at):
    picks = choose(people, at)
    assert len(picks) <= most(at.wave, is_urgent=at.is_urgent)
    assert not picks or len(picks) + asked_before(at) <= MOST_PER_QUESTION
    assert not picks or len(picks) + waiting_in(at) <= most(at.wave, is_urgent=at.is_urgent)


@given(candidates, situation())
def test_without_the_last_one_picked_the_chance_would_not_be_enough(people, at):
    picks = choose(people, at)
    if picks:
        assert 1 - nobody_answers(picks[:-1], at) < target(at.wave, is_urgent=at.is_urgent)


@given(candidates, situation())
def test_who_is_left_out_could_not_be_asked_or_is_not_needed(people, at):
    picks = choose(people, at)
    picked = {pick.person_id for pick in picks}
    left = [person for person in people if person.person_id not in picked]
    enough = 1 - nobody_answers(picks, at) >= target(at.wave, is_urgent=at.is_urgent)
    room = min(
        most(at.wave, is_urgent=at.is_urgent) - waiting_in(at), MOST_PER_QUESTION - asked_before(at)
    )
    if not enough and len(picks) < room:
        assert choose(left, at) == []


@given(candidates, situation())
def test_nobody_is_looked_for_unless_somebody_would_be_asked(people, at):
    if not is_wanting(at):
        assert choose(people, at) == []
    elif any(person.is_here and person.asked_today < person.daily_limit for person in people):
        assert choose([replace(person, nearness=0) for person in people], at) or at.remaining < 60


@given(candidates, situation(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_listed_does_not_matter(people, at, rng):
    shuffled = list(people)
    rng.shuffle(shuffled)
    assert choose(shuffled, at) == choose(people, at)


@given(situation())
def test_where_nobody_is_nobody_is_asked(at):
    assert choose([], at) == []


@given(st.lists(candidate(), max_size=10, unique_by=lambda one: one.person_id), st.floats(0, 400))
def test_once_somebody_says_they_will_answer_nobody_else_is_asked(people, since):
    claimed = Asked(chance=0.2, since=since, state="claimed", was_here=True)
    at = replace(JUST_ASKED, elapsed=since, remaining=600 - since, wave=1, asked=(claimed,))
    assert choose(people, at) == []


def test_a_pass_makes_room_for_somebody_else():
    people = [somebody(person_id=number) for number in range(9)]
    sure = Asked(chance=0.85, since=60, state="waiting", was_here=True)
    at = replace(JUST_ASKED, elapsed=60, remaining=540, asked=(sure,))
    assert choose(people, at) == []
    assert choose(people, replace(at, asked=(replace(sure, state="passed"),)))


def test_of_two_alike_the_one_asked_less_is_asked_first():
    burdened = somebody(person_id=1, asked_today=2, asked_lately=6)
    rested = somebody(person_id=2)
    assert choose([burdened, rested], JUST_ASKED)[0].person_id == 2


def test_being_rested_does_not_outweigh_being_far_likelier():
    likely = somebody(person_id=1, answered=12, asked=15, expected=4, asked_today=2, asked_lately=6)
    unlikely = somebody(person_id=2, answered=0, asked=15, expected=4)
    assert choose([unlikely, likely], JUST_ASKED)[0].person_id == 1


def test_somebody_never_asked_comes_before_somebody_just_as_likely_and_known():
    known = somebody(person_id=1, answered=3, asked=12, expected=3)
    new = somebody(person_id=2, expected=0)
    assert choose([known, new], JUST_ASKED)[0].person_id == 2


def test_strangers_of_equal_chance_take_turns_over_questions():
    people = [somebody(person_id=number) for number in range(1, 40)]
    firsts = {choose(people, replace(JUST_ASKED, question_id=q))[0].person_id for q in range(60)}
    assert len(firsts) > 15


def test_an_urgent_question_asks_more_people_at_once():
    people = [somebody(person_id=number) for number in range(20)]
    urgent = replace(JUST_ASKED, is_urgent=True)
    assert len(choose(people, urgent)) > len(choose(people, JUST_ASKED))
