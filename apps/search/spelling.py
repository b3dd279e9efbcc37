"""What was probably meant, for words that no document has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection

from apps.search.analysis.jamo import distance, letters, sounds
from apps.search.analysis.reading import plain, read
from apps.search.models import Term
from apps.search.synonyms import synonyms

SHORTEST = 2
ENDINGS_MAX = 12
# Of what nobody has, no more is compared with all words there are.
LOOKED_UP_MAX = 6
_WORD = re.compile(r"\w")
# A word that a single document has may be misspelt itself.
KNOWN_FROM = 2
_LIKE = """
SELECT term.text, term.documents FROM unnest(%(sounds)s::text[]) AS asked (sound)
CROSS JOIN LATERAL (
    SELECT text, documents FROM search_term WHERE sound %% asked.sound
    ORDER BY similarity(sound, asked.sound) DESC, documents DESC LIMIT 30
) AS term
"""


def corrected(words: Sequence[str]) -> tuple[str, ...] | None:
    """The words as they were probably meant, or None if there is nothing better than what was typed."""
    forms = {word: _forms(word) for word in words}
    known = _known(form for each in forms.values() for form in each) | synonyms().keys()
    unknown = {word: each for word, each in forms.items() if each and not known & set(each)}
    if not unknown:
        return None
    vocabulary = _like(form for each in unknown.values() for form in each)
    meant = {}
    for word, each in unknown.items():
        found = next((near for form in each if (near := _nearest(form, vocabulary))), None)
        if found:
            meant[word] = found
    return tuple(meant.get(word, word) for word in words) if meant else None


def beginning_with(text: str) -> list[str]:
    """The commonest words that ``text`` is the beginning of."""
    plain_text = plain(text).strip()
    if not _WORD.search(plain_text):
        return []
    terms = Term.objects.filter(pk__startswith=plain_text).exclude(pk=plain_text)
    return list(terms.order_by("-documents").values_list("pk", flat=True)[:ENDINGS_MAX])


def _forms(word: str) -> list[str]:
    """All of it, for what the analyser does not know it takes apart anyhow; then without its particles."""
    read_as = read(word).words
    forms = [read_as[0].text, read_as[0].whole] if len(read_as) == 1 else []
    return list(dict.fromkeys(form for form in forms if len(form) >= SHORTEST))


def _known(forms: Iterable[str]) -> set[str]:
    terms = Term.objects.filter(pk__in=list(forms), documents__gte=KNOWN_FROM)
    return set(terms.values_list("text", flat=True))


def _like(forms: Iterable[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        asked = [sounds(form) for form in islice(forms, LOOKED_UP_MAX)]
        cursor.execute(_LIKE, {"sounds": asked})
        return dict(cursor.fetchall())


def _nearest(form: str, vocabulary: dict[str, int]) -> str | None:
    """The likest known word: by its sound, then letter by letter, then the commonest."""
    sound, spelt = sounds(form), letters(form)
    most = 1 if len(sound) <= 6 else 2
    near = [
        (far, distance(spelt, letters(term), at_most=4), -documents, term)
        for term, documents in vocabulary.items()
        if term != form and (far := distance(sound, sounds(term), at_most=most)) <= most
    ]
    return min(near)[-1] if near else None
