"""Everything that was assumed of the town. `docs/routing.md` says where each figure comes from."""

from __future__ import annotations

from dataclasses import dataclass

DAY = 86_400.0
HOUR = 3_600.0

# Cold asks (MoboQ, 15,224 questions, 10.7 people asked each): what every town is calibrated to.
COLD_ASKS = 10.7
COLD_WITHIN_10, COLD_WITHIN_20 = 0.28, 0.51


@dataclass(frozen=True, slots=True)
class Spread:
    """How different people are; standard deviations on the log-odds, or on the logarithm."""

    minutes: float  # of the time on the site
    willing: float  # of answering at all
    expert: float  # of answering in one category rather than another
    favourite_hour: float  # how much more often here around it


SPREADS = {
    "low": Spread(0.5, 0.4, 0.3, 1.0),
    "medium": Spread(1.0, 0.8, 0.7, 3.0),
    "high": Spread(1.4, 1.3, 1.1, 6.0),
}


@dataclass(frozen=True, slots=True)
class Assumptions:
    people: int = 4_000  # who may be asked, in one 시도
    districts: int = 2  # 시군구
    neighbourhoods: int = 8  # 읍면동, of unequal size
    questions: float = 0.025  # a day, for each person
    urgent: float = 0.2
    categories: int = 8
    minutes: float = 5.0  # a day with the page open, mean
    session: float = 4.0  # minutes, mean, exponential
    signal: bool = True  # the site sees who is here
    here_answers: float = (
        0.25  # a random person with the page open answers a random question, sooner or later
    )
    push: bool = True  # asks reach people who are away
    push_share: float = 0.6  # of people let it
    push_sigma: float = 0.9  # of the logarithm of the delay of those called from away
    here_read: float = 20.0  # seconds
    here_write: float = 120.0  # seconds, median of a log-normal
    here_sigma: float = 0.9
    near: tuple[float, ...] = (0.0, -0.4, -0.9)  # log-odds of answering, by nearness
    useful: float = 1.2  # log-odds that an answer is useful: 77 %
    near_useful: tuple[float, ...] = (0.0, -0.2, -0.5)
    thanked: float = 0.7  # of useful answers are accepted or upvoted
    thanked_wrongly: float = 0.05  # of the others
    claims: float = 0.6  # of those who answer say first that they will
    claims_in_vain: float = 0.03  # of those here who will not answer say they will
    passes: float = 0.3  # of those here who will not answer say so
    willing_and_active: float = 0.3  # correlation
    night_owls: float = 0.05  # whose day begins nine hours later


# Site use by hour of the day, any unit; and hours asleep are those in which hardly anybody is up.
USE_BY_HOUR = (
    3, 1.5, 0.8, 0.5, 0.5, 0.8, 2, 4, 5, 5, 5.5, 6,
    7, 6.5, 5.5, 5.5, 5.5, 6, 6.5, 7, 8, 8.5, 8, 6,
)  # fmt: skip
ASKED_BY_HOUR = (
    2, 1, 0.6, 0.4, 0.4, 0.8, 2, 4, 5.5, 6.5, 7, 7.5,
    7.5, 7, 6.5, 6.5, 6.5, 7, 7.5, 7, 6.5, 5.5, 4.5, 3,
)  # fmt: skip
UP_FROM, UP_UNTIL = 7.0, 24.0  # by a person's own clock
ASLEEP = 0.03  # of calls are noticed then
NIGHT = (
    23,
    7,
)  # hours: questions counted as asked at night; the site's quiet hours for people who are away
