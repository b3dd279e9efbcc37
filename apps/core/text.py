"""Cleaning what people type of invisible and reversing characters."""

from __future__ import annotations

import re
import unicodedata

# Zero-width and direction-changing characters hide or reverse text; none is needed to write.
# ZWJ and variation selectors stay: emoji are built from them.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# What is seen by itself: letters, digits, punctuation and symbols.
_INK = frozenset("LNPS")
_STACKED_MARKS = re.compile(r"([\u0300-\u036f\u0489]{3})[\u0300-\u036f\u0489]+")


def clean_text(value: str) -> str:
    """NFC, Unix newlines, no invisible or control characters, no outer space; "" if nothing shows."""
    value = _INVISIBLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    # After the invisible ones, which may stand between the parts of a syllable.
    value = unicodedata.normalize("NFC", _CONTROL.sub("", value))
    value = _STACKED_MARKS.sub(r"\1", value).strip().strip("\u200d")
    return value if any(unicodedata.category(char)[0] in _INK for char in value) else ""


def clean_line(value: str) -> str:
    """Like :func:`clean_text`, on one line with single spaces."""
    return re.sub(r"\s+", " ", clean_text(value))
