"""A document as PostgreSQL's ``tsvector``: lexemes with where they stand and how much that counts.

Weights: A the title, B tags and place, C the accepted answer, D the question's body. What can be filtered
by is a lexeme as well, behind a mark that no word begins with, so that one index finds both.
"""

from __future__ import annotations

from collections.abc import Iterable

from apps.search.analysis.reading import Reading, read

# PostgreSQL keeps no more: positions up to 16,383, 255 of them for a lexeme.
LAST_POSITION, POSITIONS_MAX = 16_383, 64
# Between two texts, so that a phrase does not begin in one and end in the other.
GAP = 20


class Vector:
    """Grows text by text; ``str()`` is what PostgreSQL reads. ``terms`` are its words as they are written."""

    def __init__(self) -> None:
        self._found: dict[str, dict[int, str]] = {}
        self._position = 0
        self.terms: set[str] = set()

    def add(self, text: str, weight: str) -> Vector:
        reading = read(text)
        for word in reading.words:
            for piece in word.pieces:
                self._position += 1
                for lexeme in (piece.lexeme, *piece.others, *piece.parts):
                    self._put(lexeme, weight)
                self.terms.add(piece.lexeme)
            if word.whole:
                self.terms.add(word.whole)
                self._put(word.whole, weight)
        for joined in _joined(reading):
            self._put(joined, weight)
        self._position += GAP
        return self

    def mark(self, lexemes: Iterable[str]) -> Vector:
        """What is filtered by: without a position it does not count for the order."""
        for lexeme in lexemes:
            self._found.setdefault(lexeme, {})
        return self

    def __str__(self) -> str:
        return " ".join(_entry(lexeme, places) for lexeme, places in self._found.items())

    def _put(self, lexeme: str, weight: str) -> None:
        places = self._found.setdefault(lexeme, {})
        if len(places) < POSITIONS_MAX:
            position = min(max(self._position, 1), LAST_POSITION)
            places[position] = min(weight, places.get(position, weight))


def quoted(lexeme: str) -> str:
    """As tsvector and tsquery read it."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _joined(reading: Reading) -> list[str]:
    return [joined for run in reading.runs for joined in run.joined()]


def _entry(lexeme: str, places: dict[int, str]) -> str:
    where = ",".join(f"{position}{weight}" for position, weight in places.items())
    return f"{quoted(lexeme)}:{where}" if where else quoted(lexeme)
