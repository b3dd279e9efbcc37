"""How long to wait before trying again."""

from __future__ import annotations

import random
from datetime import timedelta


def backoff(attempts: int, *, first: float, factor: float, longest: float) -> timedelta:
    """Exponential in the number of failed ``attempts``, with jitter so that a crowd of failures does not
    come back as one. ``first`` and ``longest`` are in seconds.
    """
    ceiling = min(longest, first * factor ** max(0, attempts - 1))
    return timedelta(seconds=ceiling * random.uniform(0.5, 1.0))  # noqa: S311 -- not a secret
