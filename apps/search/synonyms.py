"""Words that mean the same, as parts of a tsquery. Operators edit them; documents are not touched."""

from __future__ import annotations

from apps.core.remembered import remembered
from apps.search.analysis.asking import Synonyms, wanted
from apps.search.analysis.reading import read
from apps.search.models import Synonym

REMEMBERED_SECONDS = 60.0


@remembered(seconds=REMEMBERED_SECONDS)
def synonyms() -> Synonyms:
    """By each word, what else may stand in its place."""
    table: dict[str, list[str]] = {}
    for group in Synonym.objects.values_list("words", flat=True):
        words = [word for each in group.split(",") if (word := each.strip())]
        meanings = {word: wanted(word).all for word in words}
        for word in words:
            others = [meanings[other] for other in words if other != word and meanings[other]]
            table.setdefault(_key(word), []).extend(others)
    return table


def _key(word: str) -> str:
    """As the analyser hands it on when somebody looks for it."""
    found = read(word).words
    return found[0].whole if len(found) == 1 and found[0].whole else "".join(word.lower().split())
