"""Locks, taken in one order everywhere: question, answer, people, tags, points.

None is stronger than `NO KEY UPDATE`. A full `FOR UPDATE` also stops rows that merely refer to the
locked one, whose foreign keys are looked at when their transaction commits: out of every order.
"""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import F

from apps.accounts.models import User
from apps.core.errors import KeyReused
from apps.questions import ranking
from apps.questions.models import Answer, Comment, Question

Post = TypeVar("Post", Question, Answer, Comment)


def lock_question(question_id: int) -> Question:
    """The question as it is now, kept from changing until the transaction ends."""
    questions = Question.objects.select_for_update(of=("self",), no_key=True)
    question: Question = questions.get(pk=question_id)
    return question


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
    User.objects.filter(pk=user_id).update(
        **{name: F(name) + change for name, change in changes.items()}
    )


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
    written = model._default_manager.filter(author=author, idempotency_key=key).first()
    if written and any(getattr(written, name) != value for name, value in now.items()):
        raise KeyReused
    return written
