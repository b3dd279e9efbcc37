"""Putting lines into inboxes."""

from __future__ import annotations

from django.db import connection, transaction

from apps.accounts.models import User
from apps.notifications import events
from apps.notifications.enums import Kind
from apps.notifications.models import ACTORS_KEPT, Notification

# One statement, so that two workers with news of the same question make one line between them.
_JOIN_OR_ADD = f"""
INSERT INTO notifications_notification AS line
    (recipient_id, kind, question_id, answer_id, comment_id, actor_id, actor_ids, points)
VALUES (%(recipient)s, %(kind)s, %(question)s, %(answer)s, %(comment)s, %(actor)s,
        array_remove(ARRAY[%(actor)s::bigint], NULL), %(points)s)
ON CONFLICT (recipient_id, kind, question_id) WHERE read_at IS NULL DO UPDATE SET
    answer_id = EXCLUDED.answer_id,
    comment_id = EXCLUDED.comment_id,
    actor_id = EXCLUDED.actor_id,
    actor_ids = CASE
        WHEN EXCLUDED.actor_ids <@ line.actor_ids OR cardinality(line.actor_ids) >= {ACTORS_KEPT}
        THEN line.actor_ids ELSE line.actor_ids || EXCLUDED.actor_ids END,
    points = line.points + EXCLUDED.points,
    happened_at = greatest(line.happened_at, clock_timestamp())
"""  # noqa: S608 -- a constant of ours


@transaction.atomic
def notify(
    *,
    recipient_id: int,
    kind: Kind,
    actor_id: int | None = None,
    question_id: int | None = None,
    answer_id: int | None = None,
    comment_id: int | None = None,
    points: int = 0,
) -> None:
    """Tell somebody, by a line of their inbox or by adding to the unread one of the same kind.

    Nobody is told of what they did themselves or somebody they blocked did, and nobody who has left.
    """
    listening = User.objects.active().hearing_of(actor_id).filter(pk=recipient_id)
    if recipient_id == actor_id or not listening.exists():
        return
    values: dict[str, str | int | None] = {
        "recipient": recipient_id,
        "kind": kind,
        "question": question_id,
        "answer": answer_id,
        "comment": comment_id,
        "actor": actor_id,
        "points": points,
    }
    with connection.cursor() as cursor:
        cursor.execute(_JOIN_OR_ADD, values)
    events.notifications_changed(recipient_id)


@transaction.atomic
def retract(*, recipient_id: int, kind: Kind, answer_id: int) -> None:
    """Take back an unread line that is not true any more."""
    untrue = Notification.objects.unread().filter(
        recipient_id=recipient_id, kind=kind, answer_id=answer_id
    )
    if untrue.delete()[0]:
        events.notifications_changed(recipient_id)
