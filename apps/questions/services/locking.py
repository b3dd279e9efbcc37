"""Locks, taken in one order everywhere: question, answer, people, tags, points.

None is stronger than `NO KEY UPDATE`. A full `FOR UPDATE` also stops rows that merely refer to the
locked one, whose foreign keys are looked at when their transaction commits: out of every order.
"""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

from apps.accounts.models import User
from apps.core.enums import Visibility
from apps.core.errors import KeyReused
from apps.core.prepared import Parameter, prepared, preparing
from apps.questions import ranking
from apps.questions.models import Answer, Comment, Question

Post = TypeVar("Post", Question, Answer, Comment)


def lock_question(question_id: int) -> Question:
    """The question as it is now, kept from changing until the transaction ends."""
    question: Question | None = _locked.first(Question, pk=question_id)
    if question is None:
        raise Question.DoesNotExist
    return question


def lock_person(user_id: int) -> User:
    """Somebody as they are now, kept from changing until the transaction ends."""
    person: User | None = _locked.first(User, pk=user_id)
    if person is None:
        raise User.DoesNotExist
    return person


@prepared
def _locked(model: type[Model]) -> QuerySet[Any]:
    rows = model._default_manager.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=Parameter("pk"))


def lock_answer(answer_id: int) -> tuple[Question, Answer]:
    """An answer and its question, locked in the common order."""
    question_id = Answer.objects.values_list("question_id", flat=True).get(pk=answer_id)
    question = lock_question(question_id)
    answers = Answer.objects.select_for_update(of=("self",), no_key=True)
    return question, answers.get(pk=answer_id)


def lock_people(*user_ids: int) -> None:
    """Keep several people's counters from changing, locked in one order everywhere.

    Call it before changing the first of them: two choices that move in opposite
    directions would otherwise wait for each other.
    """
    people = User.objects.filter(pk__in=user_ids).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))


def save_counts(question: Question, *fields: str) -> None:
    """Write changed counters of a locked question, and the rank that follows from them."""
    question.hot = ranking.rank(question)
    question.save(update_fields=[*fields, "hot"])


def count_on_person(user_id: int, **changes: int) -> None:
    """Add to a person's counters."""
    added = ", ".join(f"{name} = {name} + %s" for name in changes)
    with preparing(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE accounts_user SET {added} WHERE id = %s",  # noqa: S608 -- names of columns
            [*changes.values(), user_id],
        )


# The people first, in one order everywhere.
_WRITERS = f"""
WITH theirs AS (
    SELECT author_id, count(*) AS answers, count(*) FILTER (WHERE id = %(accepted)s) AS accepted
    FROM questions_answer
    WHERE question_id = %(question)s AND visibility = {Visibility.VISIBLE} GROUP BY author_id
), locked AS MATERIALIZED (
    SELECT id FROM accounts_user
    WHERE id = %(asker)s OR id IN (SELECT author_id FROM theirs) ORDER BY id FOR NO KEY UPDATE
)
UPDATE accounts_user AS person SET
    question_count = question_count + CASE WHEN person.id = %(asker)s THEN %(change)s ELSE 0 END,
    answer_count = answer_count + %(change)s * coalesce(answers, 0),
    accepted_count = accepted_count + %(change)s * coalesce(accepted, 0)
FROM locked LEFT JOIN theirs ON author_id = locked.id WHERE person.id = locked.id
"""  # noqa: S608 -- a constant of ours


def count_on_writers(question: Question, change: int) -> None:
    """A question came into sight (1) or left (-1), and its answers with it. Call it with it locked."""
    values = {
        "question": question.pk,
        "asker": question.author_id,
        "accepted": question.accepted_answer_id,
        "change": change,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS, values)


def already_written(
    model: type[Post], author: User, key: UUID | None, **now: object
) -> Post | None:
    """What an earlier request with the same idempotency key wrote.

    Call it with a lock held that a second request must wait for. ``now`` is what this one would
    write: somebody who goes back in the browser writes something new into the old form.

    Raises:
        KeyReused: the earlier one wrote something else.
    """
    if key is None:
        return None
    written: Post | None = _written.first(model, author=author.pk, key=key)
    if written and any(getattr(written, name) != value for name, value in now.items()):
        raise KeyReused
    return written


@prepared
def _written(model: type[Post]) -> QuerySet[Post]:
    return model._default_manager.filter(
        author_id=Parameter("author"), idempotency_key=Parameter("key")
    )
