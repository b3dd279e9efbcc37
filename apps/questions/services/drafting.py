from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.core.prepared import preparing
from apps.questions import limits, permissions
from apps.questions.models import Draft, Question
from apps.questions.services.locating import coarsened

FIELDS = (
    *("title", "body", "region", "category", "tags", "is_urgent", "bounty"),
    *("lat", "lng", "is_public_place"),
)
KEEP = timedelta(days=90)


@transaction.atomic
def save_draft(*, author: User, question: Question | None, data: dict[str, Any]) -> Draft | None:
    """Keep what is being written: a question, or an answer to ``question``.

    Nothing is checked beyond size: a draft may be wrong. An empty one is
    removed and None returned.
    """
    permissions.check_write(author)
    data = coarsened(data)
    kept = {name: _storable(data[name]) for name in FIELDS if data.get(name)}
    if not kept.get("title") and not kept.get("body"):
        discard_draft(author_id=author.pk, question_id=question.pk if question else None)
        return None
    draft, _created = Draft.objects.update_or_create(
        author=author, question=question, defaults={"data": kept}
    )
    return draft


def discard_draft(*, author_id: int, question_id: int | None) -> None:
    which = "question_id IS NULL" if question_id is None else "question_id = %(question)s"
    with preparing(), connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM questions_draft WHERE author_id = %(author)s AND {which}",  # noqa: S608
            {"author": author_id, "question": question_id},
        )


def prune_drafts() -> int:
    """Forget drafts that nobody has touched for ``KEEP``; return how many."""
    deleted, _by_model = Draft.objects.filter(updated_at__lt=timezone.now() - KEEP).delete()
    return deleted


def _storable(value: object) -> str:
    """JSON in PostgreSQL has no U+0000."""
    return str(value).replace("\0", "")[: limits.BODY_MAX + 1000]
