"""The words of a title in its address: ``/q/12/애월-소아과-어디예요/``.

They are there for people and search engines; the number alone finds the question. Addresses may be
Hangul: browsers show it, and a transcription would help nobody.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST: Final = 40  # characters
# Other addresses below a question's: a title of just such a word goes without. A test keeps them complete.
TAKEN: Final = frozenset({
    "answer", "bookmark", "closing", "comment", "deletion", "draft", "edit", "history", "me-too",
    "neighbours", "request", "route", "similar", "solution", "vote",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def slug(title: str) -> str:
    """The first words of ``title``, joined by hyphens; "" if there is nothing to say."""
    words = _WORD.findall(unicodedata.normalize("NFC", title.lower()))
    found = ""
    for word in words:
        longer = f"{found}-{word}" if found else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        found = longer
    return "" if found in TAKEN else found


class WordsConverter:
    """Of an address, the words of a title; never what leads to something else."""

    regex = rf"(?!(?:{'|'.join(sorted(TAKEN))})/)[^/]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
