"""In which order: how well the text matches × how fresh × how useful × how near to the reader.

Pure: the same candidates at the same moment are always in the same order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

HALF_LIFE = 365.0  # days
# The oldest question keeps this share: a good old answer is better than none.
OLDEST = 0.5
ACCEPTED, ANSWERED, PER_VOTE = 0.35, 0.15, 0.08
SAME_EMD, SAME_SIGUNGU, SAME_SIDO = 1.3, 1.2, 1.1


@dataclass(frozen=True)
class Here:
    """Where the reader is looking, as far as that is known."""

    sido: int | None = None
    sigungu: int | None = None
    emd: int | None = None


NOWHERE = Here()


class Candidate(NamedTuple):
    """``asked_at`` in seconds since 1970: as moments, three hundred would be costly to read."""

    question_id: int
    asked_at: float
    is_accepted: bool
    answer_count: int
    score: int
    place: Here


def rank(text: float, candidate: Candidate, *, now: datetime, here: Here = NOWHERE) -> float:
    """Higher is better; ``text`` is how well the words match, from PostgreSQL."""
    return text * _fresh(candidate, now) * _useful(candidate) * _near(candidate.place, here)


def _fresh(candidate: Candidate, now: datetime) -> float:
    days = max(now.timestamp() - candidate.asked_at, 0.0) / 86_400
    return OLDEST + (1 - OLDEST) * math.exp2(-days / HALF_LIFE)


def _useful(candidate: Candidate) -> float:
    votes = math.log1p(max(candidate.score, 0))
    answers = (
        ACCEPTED + ANSWERED if candidate.is_accepted else ANSWERED * bool(candidate.answer_count)
    )
    return 1 + answers + PER_VOTE * votes


def _near(place: Here, here: Here) -> float:
    if here.emd and place.emd == here.emd:
        return SAME_EMD
    if here.sigungu and place.sigungu == here.sigungu:
        return SAME_SIGUNGU
    return SAME_SIDO if here.sido and place.sido == here.sido else 1.0
