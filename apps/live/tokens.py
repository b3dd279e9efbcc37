"""What a page may listen to, signed: the process that holds the streams needs no session and no database.

Whoever makes a token has checked the permission. It is good for minutes, then the page asks for
another, and the permission is checked again.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core import signing

SALT: Final = "live"
GOOD_FOR: Final = 15 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Token:
    """``issued`` is in milliseconds, as the ids of what happened are."""

    person: int | None
    channels: tuple[str, ...]
    issued: int

    @property
    def expires(self) -> float:
        """Unix seconds."""
        return self.issued / 1000 + GOOD_FOR


def mint(*, person: int | None, channels: Sequence[str]) -> str:
    """A token that is good from now on."""
    content = {"p": person, "c": list(channels), "t": int(time.time() * 1000)}
    return signing.dumps(content, salt=SALT)


def read(text: str) -> Token:
    """What a token says.

    Raises:
        django.core.signing.BadSignature: it is not ours, was changed, or its time is over.
    """
    content = signing.loads(text, salt=SALT, max_age=GOOD_FOR)
    return Token(person=content["p"], channels=tuple(content["c"]), issued=content["t"])
