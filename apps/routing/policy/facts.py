"""What the policy is told and what it says. Counts called decayed halve with age (`learning.decayed`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AskState = Literal["waiting", "passed", "claimed"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Everything the site knows of one person at this moment. Who may not be asked at all (blocked, muted, in
    quiet hours, asked already, the asker) is left out before.
    """

    person_id: int
    nearness: int  # 0 same 읍면동, 1 same 시군구, 2 same 시도, 3 farther (a neighbouring region asked for)
    is_here: bool  # has a live page open: seen within about a minute
    usual: float  # 0..1, how usually seen in this hour of the week (`hours.usual`)
    answered: float  # times asked and answered in time, decayed
    asked: float  # times asked, decayed
    skill: float  # useful answers in this question's category and tags, decayed (`learning.skill`)
    answers: float  # useful answers at all, decayed
    asked_today: int  # asks so far today (Asia/Seoul)
    daily_limit: int  # the person's own
    asked_lately: float  # asks over the last seven days
    expected: float | None = (
        None  # sum of `Pick.base` over the asks counted in `asked`, decayed; None: unknown
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was asked this question already."""

    chance: float  # as given when asked: `Pick.chance`
    since: float  # seconds since then
    state: AskState
    was_here: bool = False  # had a live page open when asked
    wave: int = 0  # in which they were asked


@dataclass(frozen=True, slots=True)
class Situation:
    """One question at the moment a wave goes out."""

    elapsed: float  # seconds since the question was asked
    remaining: float  # seconds left of the ten minutes
    is_urgent: bool
    wave: int  # 0 for the first
    hour: int  # hour of the week 0..167, Monday 00:00 is 0, Asia/Seoul
    asked: tuple[Asked, ...] = ()
    question_id: int = (
        0  # breaks ties, so that people nobody knows yet are not asked in the order of their ids
    )


@dataclass(frozen=True, slots=True)
class Pick:
    person_id: int
    chance: float  # that this person answers usefully in the time that is left
    base: float  # that anybody in these circumstances would answer at all: `Candidate.expected` sums it
