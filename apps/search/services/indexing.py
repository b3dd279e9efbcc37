from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import connection, transaction

from apps.core.layered import bump_on_commit
from apps.search.analysis.jamo import sounds
from apps.search.limits import RESULTS, TERM_MAX
from apps.search.models import SearchDocument
from apps.search.sources import Source, sources

_LOCK = 5_340_121  # of all advisory locks of the site, those of documents
_WRITE = """
INSERT INTO search_searchdocument (question_id, words, title_words, fingerprint)
SELECT * FROM unnest(%s::bigint[], %s::tsvector[], %s::tsvector[], %s::bigint[])
ON CONFLICT (question_id) DO UPDATE SET
    words = EXCLUDED.words, title_words = EXCLUDED.title_words,
    fingerprint = EXCLUDED.fingerprint, indexed_at = now()
"""
_NEW_TERMS = """
INSERT INTO search_term (text, sound, documents)
SELECT text, sound, 1 FROM unnest(%s::text[], %s::text[]) AS new (text, sound)
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def index(*, question_ids: Collection[int], all_anew: bool = False) -> int:
    """Bring the documents of these questions in line with them; return how many were written.

    Two workers with the same question take turns, and the second reads what the first could not know yet.
    """
    ids = sorted(set(question_ids))
    _take_turns(ids)
    found = sources(ids)
    known = _fingerprints(ids)
    gone = known.keys() - {source.question_id for source in found}
    SearchDocument.objects.filter(pk__in=gone).delete()
    stale = [
        source
        for source in found
        if all_anew or known.get(source.question_id) != source.fingerprint
    ]
    _write(stale)
    if gone or any(source.question_id in known for source in stale):
        bump_on_commit(RESULTS)
    return len(stale)


@transaction.atomic
def forget(*, question_id: int) -> None:
    """Take a question's document away: what it says may be what nobody is to see any more."""
    SearchDocument.objects.filter(pk=question_id).delete()
    bump_on_commit(RESULTS)


def _take_turns(ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, (id %% 2147483647)::int) FROM unnest(%s::bigint[]) AS id",
            [_LOCK, ids],
        )


def _fingerprints(ids: list[int]) -> dict[int, int]:
    documents = SearchDocument.objects.filter(pk__in=ids)
    return dict(documents.values_list("pk", "fingerprint"))


def _write(stale: list[Source]) -> None:
    if not stale:
        return
    vectors = [source.words() for source in stale]
    rows = (
        [source.question_id for source in stale],
        [str(vector) for vector in vectors],
        [str(source.title_words()) for source in stale],
        [source.fingerprint for source in stale],
    )
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, rows)
    _note_terms(term for vector in vectors for term in vector.terms)


def _note_terms(terms: Iterable[str]) -> None:
    """In the order of the words: two workers would otherwise wait for each other in a circle."""
    new = sorted({term for term in terms if 1 < len(term) <= TERM_MAX})
    with connection.cursor() as cursor:
        cursor.execute(_NEW_TERMS, [new, [sounds(term) for term in new]])
