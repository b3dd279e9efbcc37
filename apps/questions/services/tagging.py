from __future__ import annotations

from django.db.models import F

from apps.questions.models import Question, QuestionTag, Tag


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
    count_tags(set(names) - before, 1)
    count_tags(before - set(names), -1)


def count_tags(names: set[str], change: int) -> None:
    """Add to how many visible questions carry each tag."""
    if not names:
        return
    locked = Tag.objects.filter(name__in=names).order_by("name").select_for_update()
    ids = [tag.pk for tag in locked]
    Tag.objects.filter(pk__in=ids).update(question_count=F("question_count") + change)
