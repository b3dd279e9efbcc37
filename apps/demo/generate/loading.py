"""Made-up content into the database, in one transaction: all of it arrives, or nothing."""

from __future__ import annotations

import time
from array import array
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Count
from psycopg import sql

from apps.demo.generate.batches import number_of_batches, packed_batches
from apps.demo.generate.people import people
from apps.demo.generate.places import Country, RegionRow
from apps.demo.generate.posts import ANSWER_IDS_PER_BATCH, Plan
from apps.demo.generate.rows import Row, copy_text
from apps.demo.generate.tables import (
    TABLES,
    USERS,
    Report,
    Table,
    without_secondary_indexes,
)
from apps.demo.generate.vocabulary import SHARES, tag_of, vocabularies
from apps.questions.models import Category, QuestionTag, Tag
from apps.regions.district_names import SHORT_SIDO
from apps.regions.models import Region
from apps.routing.services.enrolling import enrol_everybody

# Below this, dropping and making the indexes again costs more than it saves.
BIG_LOAD = 20_000
USERS_PER_QUESTION = 1 / 5
FEWEST_USERS = 100
ROWS_PER_COPY = 20_000
SPAN = timedelta(days=730)
SIDO_UNIT = 1_000_000  # a region's id begins with the two digits of its 시도


class NothingToAskAbout(Exception):
    """There are no regions in the database, or a category is missing."""


def generate(*, questions: int, seed: int, until: datetime, workers: int, report: Report) -> Plan:
    """Add ``questions`` questions, asked during the two years before ``until``, and what belongs to them.

    Bounties are 0: points are moved by the ledger alone. The same seed, moment and database give the
    same rows.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;"
            "SET LOCAL synchronous_commit = off; SET LOCAL maintenance_work_mem = '256MB'"
        )
        plan = _plan(cursor, questions, seed, until)
        tables = [USERS, *TABLES.values()]
        unhindered: AbstractContextManager[None] = nullcontext()
        if questions >= BIG_LOAD:
            unhindered = without_secondary_indexes(cursor, tables, report)
        with unhindered:
            _fill(cursor, plan, workers, report)
        _count_tags(plan)
        enrol_everybody()
    return plan


def vacuum(report: Report) -> None:
    """Statistics for the planner, the visibility map for reads. Not inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for table in (USERS, *TABLES.values(), Table(Tag, ())):
            report(f"vacuum {table.name}")
            cursor.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table.name)))
        cursor.execute("RESET statement_timeout")


def _plan(cursor: CursorWrapper, questions: int, seed: int, until: datetime) -> Plan:
    country = Country(_regions(), seed)
    categories = dict(Category.objects.values_list("slug", "pk"))
    if not country.places or SHARES.keys() - categories.keys():
        raise NothingToAskAbout
    users = max(FEWEST_USERS, round(questions * USERS_PER_QUESTION))
    answers = number_of_batches(questions) * ANSWER_IDS_PER_BATCH
    return Plan(
        seed=seed,
        questions=questions,
        first_question=_reserve(cursor, TABLES["questions"], questions),
        first_answer=_reserve(cursor, TABLES["answers"], answers),
        first_user=_reserve(cursor, USERS, users),
        users=users,
        start=until - SPAN,
        end=until,
        categories=categories,
        tags=_tags(country),
        country=country,
    )


def _regions() -> list[RegionRow]:
    columns = ("id", "level", "name", "full_name", "sido_id", "sigungu_id", "lat", "lng")
    return [
        RegionRow(**row, short_sido=SHORT_SIDO[row["sido_id"] // SIDO_UNIT])
        for row in Region.objects.order_by("pk").values(*columns)
    ]


def _tags(country: Country) -> dict[str, int]:
    """Ids of all tags that may be needed; missing ones are added."""
    wanted = {tag for words in vocabularies() for tag in words.tags}
    wanted |= {tag for place in country.places if (tag := tag_of(place.names[0]))}
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(wanted)], ignore_conflicts=True)
    return dict(Tag.objects.filter(name__in=wanted).values_list("name", "pk"))


def _reserve(cursor: CursorWrapper, table: Table, number: int) -> int:
    """The first of ``number`` ids that nobody else will get."""
    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table.name])
    sequence = cursor.fetchone()[0]
    cursor.execute(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE")
    cursor.execute("SELECT nextval(%s)", [sequence])
    first: int = cursor.fetchone()[0]
    cursor.execute("SELECT setval(%s, %s)", [sequence, first + number - 1])
    return first


def _fill(cursor: CursorWrapper, plan: Plan, workers: int, report: Report) -> None:
    constants = {name: tuple(table.defaults.values()) for name, table in TABLES.items()}
    asked, answered, accepted = (array("I", bytes(4 * plan.users)) for _ in range(3))
    started, batches = time.monotonic(), number_of_batches(plan.questions)
    for number, batch in enumerate(packed_batches(plan, constants=constants, workers=workers), 1):
        for name, content in batch.rows.items():
            TABLES[name].copy(cursor, content)
        _count(asked, batch.askers)
        _count(answered, batch.answerers)
        _count(accepted, batch.accepted)
        done = plan.questions * number // batches
        report(f"{done:,} of {plan.questions:,} questions, {time.monotonic() - started:.0f} s")
    everybody = people(plan, asked, answered, accepted)
    for rows in _chunks(everybody):
        USERS.copy(cursor, copy_text(rows, tuple(USERS.defaults.values())))


def _count(counters: array[int], offsets: array[int]) -> None:
    for offset in offsets:
        counters[offset] += 1


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, ROWS_PER_COPY)):
        yield chunk


def _count_tags(plan: Plan) -> None:
    """Add the new questions to their tags' counters."""
    new = QuestionTag.objects.filter(
        question_id__gte=plan.first_question,
        question_id__lt=plan.first_question + plan.questions,
    )
    counts = dict(new.values_list("tag_id").annotate(number=Count("pk")))
    tags = list(Tag.objects.select_for_update().filter(pk__in=counts).order_by("name"))
    for tag in tags:
        tag.question_count += counts[tag.pk]
    Tag.objects.bulk_update(tags, ["question_count"], batch_size=1000)
