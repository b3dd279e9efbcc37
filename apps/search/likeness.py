"""How much of what is being asked another question is about, by its title, its tags and its place.

Words of its body do not count: a question about a car park that mentions the rain is not about the rain.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

from django.db import connection

from apps.core.prepared import preparing
from apps.core.remembered import remembered
from apps.regions.known import known_regions
from apps.search.analysis.asking import Wanted, all_of, any_of
from apps.search.analysis.reading import Word
from apps.search.sources import names_of

# Where, when, and what is done about it are said of everything: they count half.
STRONG, WEAK = 1.0, 0.5
_TIMES = frozenset({
    "오늘", "내일", "모레", "어제", "주말", "평일", "올해", "연말", "처음", "시간", "이번",
    "아침", "점심", "저녁", "밤", "새벽", "오전", "오후", "사람",
})  # fmt: skip
_SHORT_NUMBER = 2  # digits: 5명, 12월, but not the 202번
# Two questions are alike if they share more than half, or two strong words and a third of a long title.
HALF, STRONG_LEAST, SHARE_LEAST = 0.5, 2.0, 0.35
_MATCHES = """
SELECT question_id, ARRAY(SELECT shown @@ clause FROM unnest(%(clauses)s::tsquery[]) AS clause) FROM (
    SELECT question_id, ts_filter(words, '{a,b}') AS shown FROM search_searchdocument
    WHERE question_id = ANY(%(ids)s)
) AS document
"""


@dataclass(frozen=True)
class Alike:
    """Clauses of a query with what each counts."""

    clauses: tuple[str, ...]
    weights: tuple[float, ...]

    @classmethod
    def to(cls, text: Wanted) -> Alike:
        """What is said twice counts once."""
        said = {_lexemes(word): at for at, word in reversed(list(enumerate(text.words)))}
        kept = sorted(said.values())
        return cls(
            tuple(text.clauses[at] for at in kept), tuple(_weight(text.words[at]) for at in kept)
        )

    @property
    def least(self) -> str:
        """What the likest have at the least, as a part of a tsquery: two strong words, or the only one.

        "" without any: weak ones are in too many questions to look them up.
        """
        by_strength = sorted(zip(self.weights, self.clauses, strict=True), reverse=True)
        strong = [clause for weight, clause in by_strength if weight == STRONG]
        weak = [clause for weight, clause in by_strength if weight == WEAK]
        if len(strong) > 1:
            return any_of(all_of(pair) for pair in combinations(strong, 2))
        is_enough = HALF * sum(self.weights) < STRONG
        return all_of(strong if is_enough or not strong else [*strong, any_of(weak)])

    def shares(self, ids: Collection[int]) -> dict[int, float]:
        """Of those questions that are like it: from 0 to 1, how much of it they are about."""
        with preparing(), connection.cursor() as cursor:
            cursor.execute(_MATCHES, {"clauses": list(self.clauses), "ids": list(ids)})
            found = {pk: self._shared(matches) for pk, matches in cursor.fetchall()}
        total = sum(self.weights)
        return {
            pk: shared / total
            for pk, shared in found.items()
            if shared > HALF * total or (shared >= STRONG_LEAST and shared >= SHARE_LEAST * total)
        }

    def _shared(self, matches: list[bool]) -> float:
        return sum(
            weight for weight, is_match in zip(self.weights, matches, strict=True) if is_match
        )


def _lexemes(word: Word) -> tuple[str, ...]:
    return tuple(piece.lexeme for piece in word.pieces if not piece.is_soft) or (word.whole,)


def _weight(word: Word) -> float:
    if word.whole and _says_little(word.whole):
        return WEAK
    pieces = [piece for piece in word.pieces if not piece.is_soft]
    little = pieces and all(piece.is_verb or _says_little(piece.lexeme) for piece in pieces)
    return WEAK if little else STRONG


def _says_little(lexeme: str) -> bool:
    is_short_number = lexeme.isdigit() and len(lexeme) <= _SHORT_NUMBER
    return is_short_number or lexeme in _TIMES or lexeme in _places()


@remembered(seconds=600)
def _places() -> frozenset[str]:
    """Names of places in one word, and what people call them."""
    return frozenset(name for each in known_regions().values() for name in names_of(each.name))
