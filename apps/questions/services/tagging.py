from __future__ import annotations

from collections.abc import Mapping

from django.db import connection
from django.db.models import F

from apps.questions.models import Question, QuestionTag, Tag

# Tags are made and counted in the order of their names, see ``set_tags``. They are looked up by the same
# statement: a post holds its locks for as long as its statements take.
_FIRST_TAGS = """
WITH given AS (
    SELECT name, position - 1 AS position
    FROM unnest(%s::text[]) WITH ORDINALITY AS given (name, position)
), tag AS (
    INSERT INTO questions_tag (name, question_count) SELECT name, 1 FROM given ORDER BY name
    ON CONFLICT (name) DO UPDATE SET question_count = questions_tag.question_count + 1
    RETURNING id, name
)
INSERT INTO questions_questiontag (question_id, tag_id, position)
SELECT %s, tag.id, given.position FROM given JOIN tag USING (name)
"""


def first_tags(question: Question, names: list[str]) -> None:
    """``set_tags`` of a question that has just been made."""
    if names:
        with connection.cursor() as cursor:
            cursor.execute(_FIRST_TAGS, [names, question.pk])


def set_tags(question: Question, names: list[str]) -> None:
    """Make ``names`` the question's tags, in order, and keep the tags' counts right.

    Tags are created and counted in the order of their names, so that two
    questions with the same tags never wait for each other in a circle.
    """
    before = set(question.question_tags.values_list("tag__name", flat=True))
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(names)], ignore_conflicts=True)
    by_name = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    question.question_tags.all().delete()
    QuestionTag.objects.bulk_create(
        QuestionTag(question=question, tag=by_name[name], position=position)
        for position, name in enumerate(names)
    )
    count_tags(dict.fromkeys(set(names) - before, 1) | dict.fromkeys(before - set(names), -1))


def count_tags(changes: Mapping[str, int]) -> None:
    """Add to how many visible questions carry each tag, by name.

    All of them are locked at once: those gained first and those lost later would be two orders.
    """
    if not changes:
        return
    tags = Tag.objects.filter(name__in=changes).order_by("name").select_for_update(no_key=True)
    by_change: dict[int, list[int]] = {}
    for pk, name in tags.values_list("pk", "name"):
        by_change.setdefault(changes[name], []).append(pk)
    for change, ids in by_change.items():
        Tag.objects.filter(pk__in=ids).update(question_count=F("question_count") + change)
