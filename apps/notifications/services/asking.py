"""Lines about what is wanted of somebody, for many people in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from apps.notifications.enums import Kind
from apps.notifications.models import Notification

_ASKED = f"""
INSERT INTO notifications_notification
    (recipient_id, kind, question_id, actor_id, actor_ids, points)
SELECT person.id, '{Kind.ASKED}', %(question)s, %(actor)s, ARRAY[%(actor)s::bigint], 0
FROM accounts_user AS person WHERE person.id = ANY (%(recipients)s) AND person.is_active
ORDER BY person.id
ON CONFLICT (recipient_id, kind, question_id) WHERE read_at IS NULL DO NOTHING
"""  # noqa: S608 -- a constant of ours


def notify_asked(*, recipient_ids: Sequence[int], actor_id: int, question_id: int) -> None:
    """Each is asked by ``actor_id`` to answer; again changes nothing."""
    values: dict[str, Any] = {
        "recipients": list(recipient_ids),
        "actor": actor_id,
        "question": question_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, values)


def retract_asked(*, recipient_ids: Sequence[int], question_id: int) -> None:
    """They are not wanted any more; what they have read stays in the record."""
    Notification.objects.unread().filter(
        recipient_id__in=recipient_ids, kind=Kind.ASKED, question_id=question_id
    ).delete()
