"""The people who ask and answer. Nobody can sign in as one of them: they have no usable password."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from apps.demo.generate import rows
from apps.demo.generate.posts import Plan
from apps.demo.generate.vocabulary import nickname

MAIL_DOMAIN = "generated.dongne.test"
NO_PASSWORD = "!"  # noqa: S105 -- Django's mark for "none will do"
JOINED_UP_TO_DAYS_BEFORE = 365


def people(
    plan: Plan, asked: array[int], answered: array[int], accepted: array[int]
) -> Iterator[rows.Row]:
    """One row a person; the arrays hold each one's counters."""
    rng = Random(f"{plan.seed} people")
    for offset in range(plan.users):
        number = plan.first_user + offset
        home = plan.country.pick(rng).id if rng.random() < 0.8 else None
        joined = plan.start - timedelta(days=JOINED_UP_TO_DAYS_BEFORE * rng.random())
        yield (
            number, NO_PASSWORD, f"u{number}@{MAIL_DOMAIN}", nickname(number), home, joined,
            asked[offset], answered[offset], accepted[offset],
        )  # fmt: skip
