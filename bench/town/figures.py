"""What a policy did, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from bench.town.asking import is_night
from bench.town.assumptions import DAY
from bench.town.days import Outcome

NEVER = float("inf")


def figures(outcomes: Sequence[Outcome], people: int) -> dict[str, float]:
    """Of the questions of some whole days."""
    days = {int(outcome.question.moment // DAY) for outcome in outcomes}
    night = [outcome for outcome in outcomes if is_night(outcome.question.moment)]
    day = [outcome for outcome in outcomes if not is_night(outcome.question.moment)]
    burden = Counter(person for outcome in outcomes for person, _ in outcome.asked)
    daily = Counter(
        (person, int(at // DAY)) for outcome in outcomes for person, at in outcome.asked
    )
    loads = sorted([*burden.values(), *[0] * (people - len(burden))])
    return {
        "within_10": within(outcomes, 600),
        "within_20": within(outcomes, 1_200),
        "useful_within_10": useful_within(outcomes, 600),
        "day_within_10": within(day, 600),
        "night_within_10": within(night, 600),
        "median_seconds": median(
            NEVER if outcome.answered_after is None else outcome.answered_after
            for outcome in outcomes
        ),
        "asks": sum(loads) / len(outcomes),
        "steps": sum(outcome.steps for outcome in outcomes) / len(outcomes),
        "reads": sum(outcome.reads for outcome in outcomes) / len(outcomes),
        "night_asks": sum(len(outcome.asked) for outcome in night) / max(len(night), 1),
        "asks_a_day": sum(loads) / people / len(days),
        "asks_a_day_most": max(daily.values(), default=0),
        "gini": gini(loads),
        "top_tenth": top_share(loads),
    }


def within(outcomes: Sequence[Outcome], seconds: float) -> float:
    good = sum(1 for o in outcomes if o.answered_after is not None and o.answered_after <= seconds)
    return good / max(len(outcomes), 1)


def useful_within(outcomes: Sequence[Outcome], seconds: float) -> float:
    good = sum(
        1
        for o in outcomes
        if o.is_useful and o.answered_after is not None and o.answered_after <= seconds
    )
    return good / max(len(outcomes), 1)


def gini(loads: Sequence[int]) -> float:
    """0: everybody alike; 1: one person all. `loads` ascending."""
    total = sum(loads)
    if not total:
        return 0.0
    weighted = sum(rank * load for rank, load in enumerate(loads, start=1))
    return 2 * weighted / (len(loads) * total) - (len(loads) + 1) / len(loads)


def top_share(loads: Sequence[int]) -> float:
    """What the most asked tenth of people carry. `loads` ascending."""
    tenth = max(len(loads) // 10, 1)
    return sum(loads[-tenth:]) / max(sum(loads), 1)
