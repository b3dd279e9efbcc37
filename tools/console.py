"""What a person at the terminal reads."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Sequence

RESET = "\033[0m"
COLOURS = ("\033[36m", "\033[33m", "\033[35m", "\033[32m", "\033[34m", "\033[31m")


class Stop(Exception):
    """Something the person can mend; its text is the one line they read."""


def has_colour() -> bool:
    """Whether the terminal takes colours (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print a line that says what went wrong."""
    print(f"✗ {text}", file=sys.stderr, flush=True)


def width(text: str) -> int:
    """Columns that `text` takes in a terminal; Hangul takes two each."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def box(rows: Sequence[str]) -> str:
    """`rows` in a frame."""
    inner = max(width(row) for row in rows)
    lines = [f"│ {row}{' ' * (inner - width(row))} │" for row in rows]
    return "\n".join([f"┌{'─' * (inner + 2)}┐", *lines, f"└{'─' * (inner + 2)}┘"])


class Prefix:
    """Marks the lines of one process, so that several may share a terminal."""

    def __init__(self, name: str, number: int, *, columns: int) -> None:
        colour, reset = (COLOURS[number % len(COLOURS)], RESET) if has_colour() else ("", "")
        self._mark = f"{colour}{name:<{columns}} │{reset} "

    def __call__(self, line: str) -> str:
        return f"{self._mark}{line}"
