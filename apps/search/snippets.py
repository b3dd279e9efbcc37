"""Where in a text what was looked for stands, marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from apps.search.analysis.reading import read
from apps.search.resolving import Asked

LENGTH = 110  # characters
BEFORE = 30
_SYLLABLE = re.compile(r"[가-힣]")
_BEGINNING = r"(?<![가-힣])"
_REST = r"(?:은|는|이|가|을|를|에|도|로|만|와|과)?(?![가-힣])"
# What the analyser ends verbs with, and nobody writes.
_OF_VERBS = "다"


@dataclass(frozen=True)
class Part:
    text: str
    is_match: bool


@dataclass(frozen=True)
class Snippet:
    """``parts`` one after the other are the piece of text; ``of_answer``: it is from the accepted answer."""

    parts: tuple[Part, ...]
    of_answer: bool


def snippet(texts: Sequence[str], asked: Asked) -> Snippet | None:
    """Of the question's body and its accepted answer, each on one line, the one that says more of what was
    looked for.
    """
    pattern = _pattern(asked)
    if pattern is None:
        return _cut(texts[0], [], of_answer=False) if texts[0] else None
    found = [list(pattern.finditer(text)) for text in texts]
    best = max(range(len(texts)), key=lambda n: (len({m[0].lower() for m in found[n]}), -n))
    if not texts[best]:
        best = next((n for n, text in enumerate(texts) if text), best)
    return _cut(texts[best], found[best], of_answer=best == 1) if texts[best] else None


def _pattern(asked: Asked) -> re.Pattern[str] | None:
    """Words as they may be written: nouns anywhere, single syllables only as words of their own."""
    typed = (*asked.query.words, *asked.query.phrases)
    words = [word for text in typed for word in read(text).words]
    found = {word.whole for word in words}
    for piece in (piece for word in words for piece in word.pieces if not piece.is_soft):
        stem = piece.lexeme.removesuffix(_OF_VERBS) if piece.is_verb else piece.lexeme
        # A verb of one syllable is the beginning of too much else.
        if not piece.is_verb or len(stem) > 1:
            found.add(stem)
    forms = sorted(filter(None, found), key=lambda form: (-len(form), form))
    if not forms:
        return None
    return re.compile("|".join(map(_form, forms)), re.IGNORECASE)


def _form(word: str) -> str:
    if len(word) > 1 or not _SYLLABLE.match(word):
        return re.escape(word)
    return _BEGINNING + re.escape(word) + _REST


def _cut(text: str, matches: list[re.Match[str]], *, of_answer: bool) -> Snippet:
    first = matches[0].start() if matches else 0
    start = max(first - BEFORE, 0)
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = start + LENGTH
    shown = text[start:end]
    inside = [m for m in matches if m.start() >= start and m.end() <= end]
    parts = _parts(shown, inside, offset=start)
    if start:
        parts.insert(0, Part("… ", is_match=False))
    if end < len(text):
        parts.append(Part(" …", is_match=False))
    return Snippet(tuple(parts), of_answer)


def _parts(text: str, matches: list[re.Match[str]], *, offset: int = 0) -> list[Part]:
    parts, at = [], 0
    for match in matches:
        begin, end = match.start() - offset, match.end() - offset
        parts += [Part(text[at:begin], is_match=False), Part(text[begin:end], is_match=True)]
        at = end
    return [part for part in (*parts, Part(text[at:], is_match=False)) if part.text]
