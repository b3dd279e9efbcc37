"""What is looked for as PostgreSQL's ``tsquery``: what must be there, what may, and what must not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from apps.search.analysis.reading import Word, read
from apps.search.analysis.vectors import quoted

WORDS_MAX = 8  # of those that must be there; what is beyond decides the order only
Synonyms = Mapping[str, Sequence[str]]
NO_SYNONYMS: Synonyms = {}


@dataclass(frozen=True)
class Wanted:
    """``clauses`` must all be there, ``hints`` decide the order. Both are parts of a tsquery.

    ``words``: what each of the clauses was made of.
    """

    clauses: tuple[str, ...]
    hints: tuple[str, ...]
    lexemes: tuple[str, ...]
    words: tuple[Word, ...]

    def __bool__(self) -> bool:
        return bool(self.clauses)

    @property
    def all(self) -> str:
        return all_of(self.clauses)

    @property
    def any(self) -> str:
        return any_of(dict.fromkeys(self.hints))

    @property
    def most(self) -> str:
        """Half of the clauses that stand beside each other, for when nothing has all.

        Each of them has a part in as many groups, and there are no more groups than clauses.
        """
        number = len(self.clauses)
        if number < 2:
            return self.all
        size = (number + 1) // 2
        ring = self.clauses * 2
        groups = dict.fromkeys(frozenset(ring[at : at + size]) for at in range(number))
        return any_of(all_of(sorted(group)) for group in groups)


def wanted(text: str, synonyms: Synonyms = NO_SYNONYMS, *, endings: Sequence[str] = ()) -> Wanted:
    """``endings``: lexemes that the last word may be the beginning of."""
    words = [word for word in read(text).words if word.pieces or word.whole]
    soft_too = not any(_must(word) for word in words)
    meant = [at for at, word in enumerate(words) if soft_too or _must(word)]
    clauses = [_clause(words, at, synonyms, soft_too=soft_too) for at in meant]
    if endings and meant and meant[-1] == len(words) - 1:
        clauses[-1] = any_of([clauses[-1], *map(quoted, endings)])
    made = {clause: words[at] for at, clause in zip(meant, clauses, strict=True) if clause}
    clauses = list(made)[:WORDS_MAX]
    lexemes = tuple(dict.fromkeys(piece.lexeme for word in words for piece in word.pieces))
    hints = (*(quoted(lexeme) for lexeme in lexemes), *(_joined_hints(words)), *clauses)
    return Wanted(tuple(clauses), hints, lexemes, tuple(made[each] for each in clauses))


def phrase(text: str) -> str:
    """``text`` word after word."""
    pieces = [piece for word in read(text).words for piece in word.pieces]
    return " <-> ".join(any_of(map(quoted, (piece.lexeme, *piece.others))) for piece in pieces)


def all_of(parts: Iterable[str]) -> str:
    return _combined(" & ", parts)


def any_of(parts: Iterable[str]) -> str:
    return _combined(" | ", parts)


def without(part: str) -> str:
    return f"!({part})"


def _combined(operator: str, parts: Iterable[str]) -> str:
    parts = list(parts)
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})" if parts else ""


def _must(word: Word) -> bool:
    return any(not piece.is_soft for piece in word.pieces)


def _clause(words: Sequence[Word], at: int, synonyms: Synonyms, *, soft_too: bool = False) -> str:
    """One word: its own pieces, or the word as it is written, alone or together with a neighbour."""
    word = words[at]
    own = all_of(
        _piece(piece.lexeme, piece.others, piece.parts, synonyms)
        for piece in word.pieces
        if soft_too or not piece.is_soft
    )
    wholes = [word.whole, *_with_neighbours(words, at)]
    others = [
        other for whole in wholes if whole for other in (quoted(whole), *_meanings(whole, synonyms))
    ]
    return any_of(dict.fromkeys(part for part in (own, *others) if part))


def _piece(lexeme: str, others: Sequence[str], parts: Sequence[str], synonyms: Synonyms) -> str:
    alternatives = [quoted(each) for each in (lexeme, *others)]
    if len(parts) > 1:
        alternatives.append(all_of(map(quoted, parts[:2])))
    alternatives += [meaning for each in (lexeme, *others) for meaning in _meanings(each, synonyms)]
    return any_of(dict.fromkeys(alternatives))


def _meanings(lexeme: str, synonyms: Synonyms) -> list[str]:
    return list(synonyms.get(lexeme, ()))


def _with_neighbours(words: Sequence[Word], at: int) -> list[str]:
    pairs = [words[start : start + 2] for start in (at - 1, at) if start >= 0]
    return [joined for pair in pairs if (joined := _as_one(pair))]


def _as_one(pair: Sequence[Word]) -> str:
    """Two words as one: 애월 맛집 may be written 애월맛집."""
    if len(pair) < 2 or not pair[0].joins_next or not (pair[0].whole and pair[1].whole):
        return ""
    return pair[0].whole + pair[1].whole


def _joined_hints(words: Sequence[Word]) -> list[str]:
    pairs = (words[start : start + 2] for start in range(len(words) - 1))
    return [quoted(joined) for pair in pairs if (joined := _as_one(pair))]
