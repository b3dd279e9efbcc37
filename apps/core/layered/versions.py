"""Versions of subjects: "person:12", "tags". What was computed under another version is not used.

A version is a random word, not a number: if Valkey forgets one, the next reader makes a new word, and nothing
that was kept before can be taken to be valid again.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import partial
from typing import Final

from django.db import transaction

from apps.core.layered import shared

# Longer than anything is kept.
SECONDS: Final = 24 * 3600.0


def bump(*subjects: str) -> None:
    """Make what was kept of ``subjects`` invalid. After the change was committed, or old rows are kept anew.

    Raises:
        Away: Valkey did not answer; where it matters somebody has to try again.
    """
    for subject in subjects:
        shared.write(key(subject), _word().encode(), SECONDS)


def bump_on_commit(*subjects: str) -> None:
    """``bump`` as soon as the change that is being made is true.

    If Valkey is away just then, nothing is kept by subjects, but what it kept before comes back with it:
    what must not be seen any more is bumped by an event's handler too, which is tried again.
    """
    transaction.on_commit(partial(_try, subjects), robust=True)


def key(subject: str) -> str:
    return f"version:{subject}"


def joined(subjects: Sequence[str], found: Sequence[bytes | None]) -> str:
    """The versions as one word, those that are missing made."""
    words = [
        word.decode() if word else _make(name) for name, word in zip(subjects, found, strict=True)
    ]
    return ".".join(words)


def _make(subject: str) -> str:
    """Of several who find it missing, all use the word of the first."""
    shared.add(key(subject), _word(), SECONDS)
    [word] = shared.read([key(subject)])
    return word.decode() if word else _word()


def _try(subjects: Sequence[str]) -> None:
    with shared.unless_away():
        bump(*subjects)


def _word() -> str:
    return secrets.token_hex(6)
