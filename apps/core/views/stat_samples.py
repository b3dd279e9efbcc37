"""Made-up waits for the styleguide, with the attributes that the chart and the table read."""

from __future__ import annotations

from dataclasses import dataclass

FLOOR, FULL = 150, 140


@dataclass(frozen=True)
class Figures:
    questions: int
    median: int | None
    soon_share: int
    later_share: int
    unanswered_share: int | None
    is_few: bool = False


@dataclass(frozen=True)
class Time:
    figures: Figures


@dataclass(frozen=True)
class Bar:
    time: Time
    x: int
    soon: int
    later: int

    @property
    def middle(self) -> int:
        return self.x + 4

    @property
    def soon_y(self) -> int:
        return FLOOR - self.soon

    @property
    def later_y(self) -> int:
        return FLOOR - self.later


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    bar: int = 8
    lines: tuple[tuple[int, int], ...] = ((0, FLOOR), (50, FLOOR - FULL // 2), (100, FLOOR - FULL))
    hours: tuple[tuple[int, int], ...] = ((0, 38), (6, 110), (12, 182), (18, 254))
    width: int = 320
    height: int = 172
    left: int = 32
    floor: int = FLOOR


def chart() -> Chart:
    """A day with a quiet night."""
    return Chart([_bar(hour) for hour in range(24)])


def waits() -> list[tuple[str, str, Figures]]:
    """A group with everything, one that mostly waits, and one that is too small."""
    return [
        ("제주시", "/r/제주-제주시/", Figures(1234, 260, 71, 88, 4)),
        ("서귀포시", "", Figures(48, None, 31, 42, None)),
        ("추자면", "", Figures(3, 60, 100, 100, None, is_few=True)),
    ]


def _bar(hour: int) -> Bar:
    share = 30 + 5 * min(hour, 24 - hour)
    figures = Figures(40, 300, share, min(100, share + 15), 5, is_few=2 <= hour <= 5)
    soon, later = FULL * share // 100, FULL * figures.later_share // 100
    return Bar(Time(figures), 34 + 12 * hour, soon, later)
