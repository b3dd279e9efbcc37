"""Cleaning what people type of invisible and reversing characters."""

from __future__ import annotations

import re
import unicodedata

# Zero-width and direction-changing characters hide or reverse text; none is needed to write.
# ZWJ and variation selectors stay: emoji are built from them.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_STACKED_MARKS = re.compile(r"([\u0300-\u036f\u0489]{3})[\u0300-\u036f\u0489]+")


def clean_text(value: str) -> str:
    """NFC, Unix newlines, no invisible or control characters, no outer space."""
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    value = _STACKED_MARKS.sub(r"\1", _CONTROL.sub("", _INVISIBLE.sub("", value)))
    return value.strip().strip("\u200d")


def clean_line(value: str) -> str:
    """Like :func:`clean_text`, on one line with single spaces."""
    return re.sub(r"\s+", " ", clean_text(value))
