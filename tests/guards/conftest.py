from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection, transaction

from apps.accounts.models import User
from apps.notifications.models import Notification
from apps.questions.services.commenting import comment
from tests.factories import make_answer, make_question, make_user
from tests.outbox import drain

# Whom a visitor is, and what the browser was told, may change without anybody signing in.
NOT_STATE = {"sessions.Session"}

# Rows as text, each with its table.
State = list[tuple[str, str]]


@dataclass(frozen=True)
class World:
    """A question with an answer and a comment, who wrote them, and what they are called in addresses."""

    asker: User
    answerer: User
    values: dict[str, object]


@pytest.fixture(scope="package")
def _world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for this folder and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = _populate()
        # Else the end of each test would check the foreign keys of all of it once more.
        connection.check_constraints()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(_world: World, db: None) -> World:
    return _world


@pytest.fixture
def state() -> Callable[[], State]:
    """Asks for everything in the database that somebody could have changed."""

    # One statement: a query for each table takes twenty times as long.
    statement = " UNION ALL ".join(
        f"SELECT '{table}', row::text FROM {connection.ops.quote_name(table)} AS row"  # noqa: S608
        for table in sorted(
            model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and model._meta.label not in NOT_STATE
        )
    )

    def rows() -> State:
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} ORDER BY 1, 2")
            return cursor.fetchall()

    return rows


def _populate() -> World:
    asker, answerer = make_user("애월주민"), make_user("제주토박이")
    for person in (asker, answerer):
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    question = make_question(asker, tags=["소아과"])
    answer = make_answer(question, answerer)
    remark = comment(author=answerer, on=question, body="몇 시쯤이요?")
    drain()
    return World(
        asker=asker,
        answerer=answerer,
        values={
            "question_id": question.pk,
            "answer_id": answer.pk,
            "comment_id": remark.pk,
            "notification_id": Notification.objects.filter(recipient=asker).earliest("pk").pk,
            "region_id": question.region_id,
            "what": "question",
            "subject_id": question.pk,
            "device_id": 1,
            # Addresses of mails are good without signing in; tests/notifications/test_mail.py has theirs.
            "token": "forged",
            "slug": question.region.slug,
            "number": 0,
            "words": "다른-말",
            "name": "소아과",
            "nickname": asker.nickname,
        },
    )
