"""How a person's counts change with what they do and with time: one rule for the site and its simulation."""

from __future__ import annotations

HALF_LIFE = 30 * 86_400.0  # seconds: a month ago counts half as much as today
TAG_WEIGHT = 1.0  # a useful answer in a tag of this question, beside the one in its category


def decayed(value: float, seconds: float) -> float:
    """What a count is worth after a time in which nothing was added to it."""
    return value * float(0.5 ** (max(seconds, 0.0) / HALF_LIFE))


def learned(value: float, seconds: float, amount: float = 1.0) -> float:
    """A count after something was added to it, `seconds` after it last changed."""
    return decayed(value, seconds) + amount


def skill(in_category: float, in_tags: float = 0.0) -> float:
    """`Candidate.skill` from decayed useful answers in the question's category and the sum over its tags."""
    return in_category + TAG_WEIGHT * in_tags
