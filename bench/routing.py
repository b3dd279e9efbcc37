"""Who is asked, and what comes of it: the site's policy beside others' in a town (`docs/routing.md`).

`make bench NAME=routing` takes three levels of difference between people, then other assumptions, one by one;
with `ARGS=--quick` one small town for ten days, with `ARGS='--only medium'` one of the towns.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from bench.report import last_line, table
from bench.town.assumptions import DAY, Assumptions
from bench.town.days import Days
from bench.town.figures import figures
from bench.town.place import found
from bench.town.rivals import Broadcast, Cold, Ours, Policy, RandomFew, Recent

PROCESSES = 2
WARM_DAYS = 5  # the last ones, together
LEVEL_SEEDS = {"medium": (1, 2, 3, 4, 5), "low": (1, 2, 3), "high": (1, 2, 3)}
OTHER_SEEDS = (1, 2)
IN_WAVES = (0.0, 120.0, 300.0, 480.0)

RIVALS: tuple[Callable[[], Policy], ...] = (
    Ours,
    Cold,
    Broadcast,
    lambda: RandomFew(6),
    lambda: Recent(6),
    lambda: Recent(10),
    lambda: Recent(2, IN_WAVES),
    lambda: Recent(3, IN_WAVES),
)
FEW_RIVALS: tuple[Callable[[], Policy], ...] = (
    Ours,
    lambda: Recent(6),
    lambda: Recent(2, IN_WAVES),
)

BASE = Assumptions()
OTHER_TOWNS: dict[str, Assumptions] = {
    "500 people": replace(BASE, people=500),
    "1,000 people": replace(BASE, people=1_000),
    "2,000 people": replace(BASE, people=2_000),
    "here half as long": replace(BASE, minutes=BASE.minutes / 2),
    "here 15 % answer": replace(BASE, here_answers=0.15),
    "here 35 % answer": replace(BASE, here_answers=0.35),
    "nobody seen to be here": replace(BASE, signal=False),
    "no push": replace(BASE, push=False),
    "twice the questions": replace(BASE, questions=BASE.questions * 2),
}

COLUMNS = {
    "≤10 min": ("within_10", "{:.0%}"),
    "useful": ("useful_within_10", "{:.0%}"),
    "by day": ("day_within_10", "{:.0%}"),
    "at night": ("night_within_10", "{:.0%}"),
    "median": ("median_seconds", "{:.0f} s"),
    "asks": ("asks", "{:.1f}"),
    "a day": ("asks_a_day", "{:.2f}"),
    "most": ("asks_a_day_most", "{:.0f}"),
    "Gini": ("gini", "{:.2f}"),
    "top 10 %": ("top_tenth", "{:.0%}"),
    "steps": ("steps", "{:.1f}"),
    "reads": ("reads", "{:.1f}"),
}

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Task:
    label: str
    town: Assumptions
    level: str
    seed: int
    days: int
    rivals: str


@dataclass(frozen=True, slots=True)
class Run:
    """One town: what calibration found, and by policy the figures of its first day and of its last days."""

    task: Task
    calibration: Figures
    first: dict[str, Figures]
    last: dict[str, Figures]


def run(task: Task) -> Run:
    place = found(task.town, task.level, task.seed, task.days)
    first, last = {}, {}
    for make in RIVALS if task.rivals == "all" else FEW_RIVALS:
        policy = make()
        warm = task.days - WARM_DAYS
        # Who does not learn need not live through the days between.
        spans = ((0, task.days),) if policy.learns else ((0, 1), (warm - 1, task.days))
        outcomes = Days(place, policy).live(spans)
        for chosen, of in ((first, range(1)), (last, range(warm, task.days))):
            asked = [outcome for outcome in outcomes if int(outcome.question.moment // DAY) in of]
            chosen[policy.name] = figures(asked, len(place.people))
    manner = place.manner
    calibration = {
        "here_log_odds": manner.here,
        "away_log_odds": manner.away,
        "away_delay_seconds": manner.away_delay,
        **place.cold,
    }
    return Run(task, calibration, first, last)


def tasks(*, quick: bool) -> list[Task]:
    if quick:
        return [Task("medium", replace(BASE, people=2_000), "medium", 1, 10, "all")]
    levels = [
        Task(level, BASE, level, seed, 30, "all")
        for level, seeds in LEVEL_SEEDS.items()
        for seed in seeds
    ]
    others = [
        Task(label, town, "medium", seed, 30, "few")
        for label, town in OTHER_TOWNS.items()
        for seed in OTHER_SEEDS
    ]
    return levels + others


def middle(runs: Sequence[Figures]) -> Figures:
    return {name: median(figures[name] for figures in runs) for name in runs[0]}


def spread(runs: Sequence[Figures], name: str) -> tuple[float, float]:
    values = [figures[name] for figures in runs]
    return min(values), max(values)


def show(label: str, runs: Sequence[Run], part: str) -> dict[str, Any]:
    """One table; and its figures."""
    by_policy: dict[str, list[Figures]] = {}
    for each in runs:
        for name, found_ in getattr(each, part).items():
            by_policy.setdefault(name, []).append(found_)
    rows, summary = [], {}
    for name, found_ in by_policy.items():
        typical = middle(found_)
        low, high = spread(found_, "within_10")
        cells = [form.format(typical[key]) for key, form in COLUMNS.values()]
        rows.append([name, cells[0], f"{low:.0%}–{high:.0%}", *cells[1:]])
        summary[name] = {key: _number(value) for key, value in typical.items()}
        summary[name]["within_10_spread"] = [round(low, 3), round(high, 3)]
    print(f"\n{label}")
    print(table(["", "≤10 min", "seeds", *list(COLUMNS)[1:]], rows))
    return summary


def _number(value: float) -> float | None:
    return None if value == float("inf") else round(value, 3)


def held(ours: dict[str, Any], first: dict[str, Any]) -> dict[str, bool]:
    """The issue's targets."""
    return {
        "within_10_warm_80": ours["within_10"] >= 0.80,
        "within_10_first_day_60": first["within_10"] >= 0.60,
        "asks_6": ours["asks"] <= 6,
        "asks_a_day_most_5": ours["asks_a_day_most"] <= 5,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=[*LEVEL_SEEDS, *OTHER_TOWNS])
    options = parser.parse_args()
    with ProcessPoolExecutor(PROCESSES) as pool:
        chosen = [task for task in tasks(quick=options.quick) if options.only in {None, task.label}]
        runs = list(pool.map(run, chosen))
    result: dict[str, Any] = {"calibration": {}, "first_day": {}, "warm": {}, "targets": {}}
    by_label: dict[str, list[Run]] = {}
    for each in runs:
        by_label.setdefault(each.task.label, []).append(each)
    rows = []
    for label, group in by_label.items():
        found_ = middle([each.calibration for each in group])
        result["calibration"][label] = {key: _number(value) for key, value in found_.items()}
        rows.append(
            [
                label,
                f"{found_['within_10']:.1%}",
                f"{found_['within_20']:.1%}",
                f"{found_['ever_called']:.1%}",
                f"{found_['away_log_odds']:.2f}",
                f"{found_['away_delay_seconds'] / 60:.1f} min",
            ]
        )
    print("Calibration: cold asks to 10.7 neighbours (MoboQ: 28 %, 51 %, 74.6 %)")
    print(table(["", "≤10 min", "≤20 min", "ever", "log-odds away", "delay away"], rows))
    for label, group in by_label.items():
        days, people = group[0].task.days, group[0].task.town.people
        head = f"{label}: {people:,} people, {len(group)} seeds"
        result["first_day"][label] = show(f"{head}, first day", group, "first")
        result["warm"][label] = show(f"{head}, days {days - WARM_DAYS + 1}–{days}", group, "last")
        result["targets"][label] = held(
            result["warm"][label]["ours"], result["first_day"][label]["ours"]
        )
    print("\nTargets")
    rows = [
        [label, *("held" if good else "MISSED" for good in targets.values())]
        for label, targets in result["targets"].items()
    ]
    print(table(["", "≥80 % warm", "≥60 % first day", "≤6 asks", "≤5 a day"], rows))
    print(last_line(result))


if __name__ == "__main__":
    main()
