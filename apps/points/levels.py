"""Levels follow what somebody has earned by helping; spending never lowers them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Level:
    """``number`` from 1; ``threshold`` in points earned."""

    number: int
    name: str | Promise
    threshold: int


LEVELS = tuple(
    Level(number, name, threshold)
    for number, (name, threshold) in enumerate(
        (
            (_("새내기"), 0),
            (_("이웃"), 30),
            (_("단골"), 100),
            (_("길잡이"), 300),
            (_("토박이"), 800),
            (_("동네박사"), 2_000),
            (_("터줏대감"), 5_000),
            (_("마을지기"), 12_000),
        ),
        start=1,
    )
)


@dataclass(frozen=True)
class Progress:
    """How far somebody is between their level and the next; ``following`` is None at the top."""

    level: Level
    following: Level | None
    earned: int

    @property
    def missing(self) -> int:
        """Points to the next level."""
        return self.following.threshold - self.earned if self.following else 0

    @property
    def done(self) -> int:
        """Points since this level began."""
        return self.earned - self.level.threshold

    @property
    def span(self) -> int:
        """Points between this level and the next; at the top, as many as are done."""
        if self.following is None:
            return max(self.done, 1)
        return self.following.threshold - self.level.threshold


def level_for(earned: int) -> Level:
    """The level that ``earned`` points make."""
    return LEVELS[bisect_right(LEVELS, earned, key=lambda level: level.threshold) - 1]


def progress(earned: int) -> Progress:
    level = level_for(earned)
    following = LEVELS[level.number] if level.number < len(LEVELS) else None
    return Progress(level=level, following=following, earned=earned)
