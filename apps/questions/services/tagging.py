from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from apps.core.enums import Visibility
from apps.core.errors import DomainError
from apps.core.prepared import preparing
from apps.questions.models import Question, QuestionTag, Tag
from apps.questions.tags import canonical_names

# Questions that stand still at a time.
BATCH = 500

P = ParamSpec("P")
R = TypeVar("R")

# Tags are made and counted in the order of their names, see ``set_tags``. They are looked up by the same
# statement: a post holds its locks for as long as its statements take. A tag that became a synonym while the
# statement waited for its row is not counted, and comes back as missing; so does one that is forbidden.
_FIRST_TAGS = """
WITH given AS (
    SELECT name, position FROM unnest(%s::text[]) WITH ORDINALITY AS given (name, position)
), wanted AS (
    SELECT coalesce(meant.name, given.name) AS name, min(given.position) AS position
    FROM given LEFT JOIN questions_tag AS own ON own.name = given.name
    LEFT JOIN questions_tag AS meant ON meant.id = own.synonym_of_id
    GROUP BY 1
), tag AS (
    INSERT INTO questions_tag (name, question_count) SELECT name, 1 FROM wanted ORDER BY name
    ON CONFLICT (name) DO UPDATE SET question_count = questions_tag.question_count + 1
        WHERE questions_tag.synonym_of_id IS NULL AND NOT questions_tag.is_forbidden
    RETURNING id, name
), tagged AS (
    INSERT INTO questions_questiontag (question_id, tag_id, position)
    SELECT %s, tag.id, row_number() OVER (ORDER BY wanted.position) - 1
    FROM wanted JOIN tag USING (name)
)
SELECT wanted.name, tag.id IS NULL FROM wanted LEFT JOIN tag USING (name) ORDER BY wanted.position
"""

# One after the other: made first and locked then, a new name would come before those that there are.
_MADE_AND_LOCKED = """
INSERT INTO questions_tag (name, question_count)
SELECT name, 0 FROM unnest(%s::text[]) AS name ORDER BY name
ON CONFLICT (name) DO UPDATE SET question_count = questions_tag.question_count
"""


class TagsMoved(Exception):
    """A tag was merged while its row was waited for, and now means one whose row would come before it."""


def until_tags_stay(service: Callable[P, R]) -> Callable[P, R]:
    """Decorator outside of ``transaction.atomic``: let go of all locks and begin anew where a tag was merged.

    Whoever kept them and took one more would not take them in the order of names.
    """

    @wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        while True:
            with suppress(TagsMoved):
                return service(*args, **kwargs)

    return run


def first_tags(question: Question, names: list[str]) -> list[str]:
    """``set_tags`` of a question that has just been made.

    Raises:
        TagsMoved: see ``until_tags_stay``.
        DomainError: one of them is forbidden.
    """
    if not names:
        return []
    with preparing(), connection.cursor() as cursor:
        cursor.execute(_FIRST_TAGS, [names, question.pk])
        rows = cursor.fetchall()
    missing = [name for name, is_missing in rows if is_missing]
    if missing:
        _check_allowed(Tag.objects.filter(name__in=missing))
        raise TagsMoved
    return [name for name, _is_missing in rows]


def set_tags(question: Question, names: list[str]) -> list[str]:
    """Make the tags that ``names`` mean the question's, in order; keep the tags' counts right; return them.

    Tags are created and counted in the order of their names, so that two
    questions with the same tags never wait for each other in a circle.

    Raises:
        TagsMoved: see ``until_tags_stay``.
        DomainError: one of them is forbidden.
    """
    before = set(question.question_tags.values_list("tag__name", flat=True))
    names = canonical_names(names)
    with connection.cursor() as cursor:
        cursor.execute(_MADE_AND_LOCKED, [list(before.union(names))])
    tags = lock_tags(before.union(names))
    if any(tags[name].synonym_of_id for name in names):
        raise TagsMoved
    _check_allowed(tags[name] for name in names)
    question.question_tags.all().delete()
    QuestionTag.objects.bulk_create(
        QuestionTag(question=question, tag=tags[name], position=position)
        for position, name in enumerate(names)
    )
    count_tags(dict.fromkeys(set(names) - before, 1) | dict.fromkeys(before - set(names), -1))
    return names


def _check_allowed(tags: Iterable[Tag]) -> None:
    forbidden = [f"#{tag.name}" for tag in tags if tag.is_forbidden]
    if forbidden:
        text = _("쓸 수 없는 태그예요: %(tags)s. 이 태그만 빼고 다시 올려 주세요.")
        raise DomainError(text % {"tags": ", ".join(forbidden)}, field="tags", code="forbidden_tag")


def lock_tags(names: Iterable[str]) -> dict[str, Tag]:
    """The tags of these names, kept from changing until the transaction ends; in the order of their names."""
    tags = Tag.objects.filter(name__in=names).order_by("name").select_for_update(no_key=True)
    return {tag.name: tag for tag in tags}


def lock_carrying(tag: Tag, *others: Tag) -> tuple[QuerySet[QuestionTag], set[int]]:
    """Some of the questions that carry ``tag``, kept from changing: rows that say so, and which are visible.

    Locks in the common order: questions, then ``tag`` and ``others``.
    """
    carrying = QuestionTag.objects.filter(tag=tag)
    ids = carrying.order_by("question_id").values_list("question_id", flat=True)[:BATCH]
    questions = Question.objects.filter(pk__in=list(ids)).order_by("pk")
    rows = questions.select_for_update(of=("self",), no_key=True).values_list("pk", "visibility")
    visibility = dict(rows)
    lock_tags({tag.name, *(other.name for other in others)})
    visible = {pk for pk, value in visibility.items() if value == Visibility.VISIBLE}
    return carrying.filter(question_id__in=list(visibility)), visible


def count_tags(changes: Mapping[str, int]) -> None:
    """Add to how many visible questions carry each tag, by name.

    All of them are locked at once: those gained first and those lost later would be two orders.
    """
    if not changes:
        return
    by_change: dict[int, list[int]] = {}
    for name, tag in lock_tags(changes).items():
        by_change.setdefault(changes[name], []).append(tag.pk)
    for change, ids in by_change.items():
        Tag.objects.filter(pk__in=ids).update(question_count=F("question_count") + change)
