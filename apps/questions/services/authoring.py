"""What questions repeat of their author."""

from __future__ import annotations

from django.db import transaction

from apps.accounts.models import User
from apps.questions.models import Question


@transaction.atomic
def copy_author(*, person_id: int) -> int:
    """Show somebody's name and level of now on all their questions; return how many showed others.

    Their questions alone are locked, in order: whoever changes a person holds the person.
    """
    name, level = User.objects.values_list("nickname", "level").get(pk=person_id)
    others = Question.objects.filter(author_id=person_id).exclude(
        author_name=name, author_level=level
    )
    locked = others.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True)
    return Question.objects.filter(pk__in=list(locked)).update(author_name=name, author_level=level)
