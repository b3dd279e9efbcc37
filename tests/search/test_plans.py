"""What a search touches, with many questions: its index, and few pages."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from apps.search.grammar import parse
from apps.search.limits import BUCKET_SIZE, NEWEST_BUCKETS
from apps.search.searching import find
from apps.search.similar import similar_titles
from tests.own_database import own_database
from tests.questions.plans import watched

pytestmark = pytest.mark.django_db

QUESTIONS = 20_000
# Documents of so many questions before them, which are only there to be searched through.
OLDER = 12 * BUCKET_SIZE
# 300 candidates with a page of their own for the document and for the question, and the way to each.
MOST_BUFFERS = 2_500
MOST_SORTED = 1_000


@pytest.fixture(scope="module", autouse=True)
def full_database(django_db_setup, django_db_blocker):
    with own_database(django_db_blocker, "search"):
        call_command("load_regions", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT setval('questions_question_id_seq', {OLDER})")
        _forget_where_they_lead()
        call_command("generate", questions=QUESTIONS, workers=0, stdout=Silence())
        with connection.cursor() as cursor:
            cursor.execute(DOCUMENTS)
            cursor.execute("VACUUM (ANALYZE) search_searchdocument")
            cursor.execute("VACUUM (ANALYZE) search_term")
        yield


class Silence:
    def write(self, _text):
        pass


# The questions' ids begin where those of the older documents end. Words as they stand are no morphemes, but
# as many.
DOCUMENTS = f"""
INSERT INTO search_searchdocument (question_id, words, title_words, fingerprint)
SELECT id, to_tsvector('simple', title || ' ' || body || ' 흔한말'), to_tsvector('simple', title), 0
FROM questions_question
UNION ALL
SELECT n, to_tsvector('simple', '흔한말 ' || CASE WHEN n % 50 = 0 THEN '드문말' ELSE '' END), '', 0
FROM generate_series(1, {OLDER}) AS n;
INSERT INTO search_term (text, sound, documents)
SELECT word, word, ndoc FROM ts_stat('SELECT title_words FROM search_searchdocument')
WHERE length(word) <= 40;
"""  # noqa: S608 -- a number of ours


def _forget_where_they_lead():
    """Of documents without a question."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint"
            " WHERE conrelid = 'search_searchdocument'::regclass AND contype = 'f'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE search_searchdocument DROP CONSTRAINT "{name}"')


@pytest.mark.parametrize(
    "typed",
    ["흔한말", "드문말", "흔한말 드문말", "맛집", "없는말뭉치", '"흔한말"', "흔한말 -맛집", "맛"],
)
def test_a_search_goes_by_its_index(typed):
    find(parse(typed), now=timezone.now())
    with watched() as watch:
        find(parse(typed), now=timezone.now())
    assert watch.problems(most_buffers=MOST_BUFFERS, most_sorted=MOST_SORTED) == []


def test_similar_titles_go_by_their_index():
    with watched() as watch:
        similar_titles("비 오는 날 갈 만한 맛집 추천")
    assert watch.problems(most_buffers=MOST_BUFFERS, most_sorted=MOST_SORTED) == []


def test_a_common_word_costs_no_more_than_a_rare_one():
    def buffers(typed: str) -> int:
        with watched() as watch:
            find(parse(typed), now=timezone.now())
        return sum(plan.buffers for plan in watch.plans)

    assert OLDER > NEWEST_BUCKETS * BUCKET_SIZE
    assert buffers("흔한말") <= 1.5 * buffers("드문말")
