"""Choosing among all people of one 시도 is one statement that reads few; `bench/waves.py` times it."""

from __future__ import annotations

import json
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.questions.models import Category
from apps.routing.candidates import BRANCH, STATEMENT, Wanted, candidates, parameters
from apps.routing.models import Answerer
from bench.answerers import settle_people
from tests.factories import AEWOL, JEJU, JEJU_CITY, make_question
from tests.own_database import own_database
from tests.questions.plans import BIG, explain, nodes

pytestmark = pytest.mark.django_db

PEOPLE = 40_000
QUESTIONS = 25
# 8 KB pages of one statement. Each of at most 9 branches × 40 people costs a handful of pages.
MOST_BUFFERS = 9_000
# What the branches found is sorted by id, so that nobody is a candidate twice.
MOST_SORTED = 16 * BRANCH


@pytest.fixture(scope="module", autouse=True)
def town(django_db_setup, django_db_blocker):
    with own_database(django_db_blocker, "town"):
        call_command("load_regions", verbosity=0)
        settle_people(PEOPLE, sido_id=JEJU, category_id=Category.objects.first().pk)
        ask_many([make_question() for _number in range(QUESTIONS)])
        yield


def ask_many(questions):
    """An empty table, or one about a single question, would rightly be read as a whole."""
    ids = [question.pk for question in questions]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO routing_answerrequest (question_id, person_id, wave, chance, base, was_here, state,"
            " asked_at, claims, is_counted)"
            " SELECT (%s)[1 + person_id %% %s], person_id, 0, 0, 0, false, 'ended', now(), 0, true"
            " FROM routing_answerer LIMIT 5000",
            [ids, len(ids)],
        )
        cursor.execute(
            "INSERT INTO questions_answer (question_id, author_id, body, body_html, visibility,"
            " hidden_reason, score, version, created_at)"
            " SELECT (%s)[1 + person_id %% %s], person_id, '있어요', '', 0, '', 0, 1, now()"
            " FROM routing_answerer LIMIT 5000",
            [ids, len(ids)],
        )
        cursor.execute("VACUUM (ANALYZE) routing_answerrequest, questions_answer")


def wanted(**where) -> Wanted:
    values = {
        "question_id": 0,
        "asker_id": 0,
        "category_id": Category.objects.first().pk,
        "tag_ids": [1, 2],
        "sido_id": JEJU,
        "sigungu_id": JEJU_CITY,
        "emd_id": AEWOL,
    }
    return Wanted(**values | where)


WHERE = [
    {},
    {"emd_id": None},
    {"emd_id": None, "sigungu_id": None},
    {"neighbour_ids": [AEWOL, AEWOL + 1]},
]


@pytest.mark.parametrize("where", WHERE, ids=str)
def test_uses_its_indexes(where):
    plan = explain(STATEMENT, parameters(wanted(**where), now=timezone.now()))
    assert plan.problems(MOST_BUFFERS, MOST_SORTED) == []


def test_the_plan_that_is_kept_reads_no_table_from_end_to_end():
    """The server may keep one plan for all values, once it has seen a few."""
    names = dict.fromkeys(re.findall(r"%\((\w+)\)s", STATEMENT))
    generic = STATEMENT
    for number, name in enumerate(names, 1):
        generic = generic.replace(f"%({name})s", f"${number}")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {generic}")
        report = cursor.fetchone()[0]
    root = (json.loads(report) if isinstance(report, str) else report)[0]["Plan"]
    scanned = {node["Relation Name"] for node in nodes(root) if node["Node Type"] == "Seq Scan"}
    assert not scanned & BIG


def test_is_one_query_that_finds_people_of_every_kind():
    # At night, when this may run, nobody would be asked but those who are here.
    Answerer.objects.filter(emd=AEWOL).update(quiet_from=None, quiet_to=None)
    question = wanted()
    with CaptureQueriesContext(connection) as captured:
        found = candidates(question, now=timezone.now())
    assert len(captured) == 1
    assert BRANCH < len(found) <= 9 * BRANCH
    assert {one.nearness for one in found} == {0, 1, 2}
    assert {one.is_here for one in found} == {True, False}
    assert any(one.skill for one in found)
    assert all(one.asked_today < one.daily_limit for one in found)


def test_somebody_quiet_muted_or_unwilling_is_not_among_them():
    found = {one.person_id for one in candidates(wanted(), now=timezone.now())}
    assert not Answerer.objects.filter(pk__in=found, is_willing=False).exists()
