"""The order of 인기. A pure function of counts and age, so that it is stored and indexed.

Interest counts by its logarithm and age by the clock: a question needs twice
the interest to stay level with one that is twelve hours younger. Nothing has
to be recomputed as time passes.
"""

from __future__ import annotations

from datetime import datetime
from math import log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apps.questions.models import Question

HALF_LIFE_SECONDS = 12 * 3600
_EPOCH = 1_700_000_000  # keeps the numbers small


def hot(*, score: int, me_too: int, answers: int, bookmarks: int, created_at: datetime) -> float:
    """The stored rank of a question; higher is more popular."""
    interest = max(0, 2 * score) + 3 * me_too + 2 * answers + bookmarks
    return log2(1 + interest) + (created_at.timestamp() - _EPOCH) / HALF_LIFE_SECONDS


def rank(question: Question) -> float:
    """What ``question.hot`` has to be with its present counters."""
    return hot(
        score=question.score,
        me_too=question.me_too_count,
        answers=question.answer_count,
        bookmarks=question.bookmark_count,
        created_at=question.created_at,
    )
