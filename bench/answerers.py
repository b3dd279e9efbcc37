"""People of one 시도 who could be asked: in all its 읍면동, some here, some skilled, some at their limit."""

from __future__ import annotations

from django.db import connection

_PEOPLE = """
INSERT INTO accounts_user (password, is_superuser, email, nickname, bio, is_active, is_staff,
    date_joined, deactivation_reason, session_epoch, level, question_count, answer_count, accepted_count)
SELECT '', false, 'plan' || n || '@example.com', 'p' || n, '', true, false, now(), '', 0, 1, 0, 0, 0
FROM generate_series(1, %(people)s) AS n;
INSERT INTO routing_answerer (person_id, sido_id, sigungu_id, emd_id, is_willing, daily_limit,
    quiet_from, quiet_to, muted_categories, asked_sum, answered_sum, expected_sum, useful_sum, reach,
    here_at, load_sum, asked_on, asked_today)
SELECT person.id, %(sido)s, emd.sigungu_id, emd.id, person.id %% 50 > 0, 5, 23, 7, '{}', 0, 0, 0, 0,
    (person.id * 7919 %% 1000) / 1000.0,
    CASE WHEN person.id %% 20 = 0 THEN now() - interval '1 second' * (person.id %% 80) END,
    0, CASE WHEN person.id %% 3 = 0 THEN current_date END, CASE WHEN person.id %% 9 = 0 THEN 5 ELSE 1 END
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts_user WHERE nickname LIKE 'p%%') AS person
JOIN (SELECT id, sigungu_id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS all_of_them
      FROM regions_region WHERE sido_id = %(sido)s AND level = 3) AS emd
  ON emd.n = person.n %% emd.all_of_them + 1;
INSERT INTO routing_skill (person_id, sigungu_id, category_id, useful_sum)
SELECT person_id, sigungu_id, %(category)s, person_id %% 100
FROM routing_answerer WHERE person_id %% 5 = 0 AND sigungu_id IS NOT NULL;
INSERT INTO routing_rhythm (person_id, hours, since, counted_hour)
SELECT person_id, array_fill(1::float8, ARRAY[168]), now() - interval '30 days', now()
FROM routing_answerer WHERE person_id %% 8 = 0;
"""


def settle_people(number: int, *, sido_id: int, category_id: int) -> None:
    """Add so many, one in twenty with a page open and one in five with useful answers in the category.

    Commits nothing by itself; the tables are vacuumed, so not inside a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"people": number, "sido": sido_id, "category": category_id})
        cursor.execute(
            "VACUUM (ANALYZE) accounts_user, routing_answerer, routing_skill, routing_rhythm"
        )
