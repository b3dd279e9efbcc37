"""Candidates and situations, any and particular."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from apps.routing.policy import Asked, Candidate, Situation

SOMEBODY = Candidate(
    person_id=1,
    nearness=0,
    is_here=True,
    usual=0.2,
    answered=0.0,
    asked=0.0,
    skill=0.0,
    answers=0.0,
    asked_today=0,
    daily_limit=5,
    asked_lately=0.0,
)
JUST_ASKED = Situation(elapsed=0.0, remaining=600.0, is_urgent=False, wave=0, hour=36)

counts = st.floats(0, 50, allow_nan=False)


def somebody(**facts: object) -> Candidate:
    return replace(SOMEBODY, **facts)


@st.composite
def candidate(draw, person_id: int | None = None) -> Candidate:
    answered = draw(counts)
    asked = answered + draw(counts)
    return Candidate(
        person_id=draw(st.integers(1, 10_000)) if person_id is None else person_id,
        nearness=draw(st.integers(0, 3)),
        is_here=draw(st.booleans()),
        usual=draw(st.floats(0, 1)),
        answered=answered,
        asked=asked,
        skill=draw(counts),
        answers=draw(counts),
        asked_today=draw(st.integers(0, 7)),
        daily_limit=draw(st.integers(0, 7)),
        asked_lately=draw(st.floats(0, 40)),
        expected=draw(st.none() | st.floats(0, asked)),
    )


candidates = st.lists(candidate(), max_size=12, unique_by=lambda somebody: somebody.person_id)


@st.composite
def asked(draw) -> Asked:
    return Asked(
        chance=draw(st.floats(0, 0.95)),
        since=draw(st.floats(0, 600)),
        state=draw(st.sampled_from(["waiting", "passed", "claimed"])),
        was_here=draw(st.booleans()),
        wave=draw(st.integers(0, 5)),
    )


@st.composite
def situation(draw) -> Situation:
    elapsed = draw(st.floats(0, 600))
    return Situation(
        elapsed=elapsed,
        remaining=600.0 - elapsed,
        is_urgent=draw(st.booleans()),
        wave=draw(st.integers(0, 5)),
        hour=draw(st.integers(0, 167)),
        asked=tuple(draw(st.lists(asked(), max_size=14))),
        question_id=draw(st.integers(1, 10_000)),
    )
