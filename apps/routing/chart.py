"""The geometry of the bars by time of day. The server draws; colours and letters are the stylesheet's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from apps.routing.stats import Time

# Units of the drawing, which scales with the page.
WIDTH, HEIGHT = 320, 172
LEFT, TOP, FLOOR = 32, 10, 150
FULL = FLOOR - TOP
LABELLED = 6  # hours
LINES = (0, 50, 100)  # percent


@dataclass(frozen=True)
class Bar:
    """Of a time: the share within ten minutes before that within thirty. Few questions have no bar."""

    time: Time
    x: int
    middle: int
    soon: int
    soon_y: int
    later: int
    later_y: int


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    bar: int  # width of each
    lines: list[tuple[int, int]]  # percent, y
    hours: list[tuple[int, int]]  # hour, x
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = FLOOR


def chart(times: Sequence[Time]) -> Chart:
    step = (WIDTH - LEFT) // len(times)
    width = step * 2 // 3
    bars = [
        _bar(time, LEFT + (step - width) // 2 + step * place, width)
        for place, time in enumerate(times)
    ]
    return Chart(
        bars=bars,
        bar=width,
        lines=[(percent, FLOOR - _height(percent)) for percent in LINES],
        hours=[(bar.time.begin, bar.middle) for bar in bars if bar.time.begin % LABELLED == 0],
    )


def _bar(time: Time, x: int, width: int) -> Bar:
    soon = _height(time.figures.soon_share or 0)
    later = _height(time.figures.later_share or 0)
    return Bar(
        time=time,
        x=x,
        middle=x + width // 2,
        soon=soon,
        soon_y=FLOOR - soon,
        later=later,
        later_y=FLOOR - later,
    )


def _height(percent: int) -> int:
    return FULL * percent // 100
