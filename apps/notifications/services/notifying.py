"""Putting lines into inboxes, and on their way out of the site.

A line is told once by each way its reader chose, however many join it before it leaves. What joins an unread
line later is told again by push, at the earliest after `A_WHILE`, and takes the place of what was there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from apps.core.prepared import preparing
from apps.events.services.publishing import CHANNEL as OUTBOX
from apps.notifications import events
from apps.notifications.enums import Channel, State, Watching
from apps.notifications.kinds.registry import A_WHILE, Kind
from apps.notifications.models import ACTORS_KEPT, MOST_TIMES, Notification

# Whom we tell: nobody of what they did themselves, or of what somebody they blocked or muted did, or of a
# question they muted, and nobody who has left. One statement, so that two workers with news of the same
# question make one line between them, and in the order of ids, so that they never wait in a circle.
_TELL = f"""
WITH told AS (
    INSERT INTO notifications_notification AS line
        (recipient_id, kind, question_id, answer_id, comment_id, actor_id, actor_ids, points)
    SELECT person.id, %(kind)s::varchar, %(question)s::bigint, %(answer)s::bigint, %(comment)s::bigint,
           %(actor)s::bigint, array_remove(ARRAY[%(actor)s::bigint], NULL), %(points)s::int
    FROM accounts_user AS person
    WHERE person.id = ANY (%(recipients)s::bigint[]) AND person.is_active
      AND person.id IS DISTINCT FROM %(actor)s::bigint
      AND NOT EXISTS (SELECT FROM accounts_block AS block
                      WHERE block.blocker_id = person.id AND block.blocked_id = %(actor)s::bigint)
      AND NOT EXISTS (SELECT FROM notifications_watch AS watch
                      WHERE watch.person_id = person.id AND watch.mode = '{Watching.MUTE}'
                        AND (watch.question_id = %(question)s::bigint OR watch.about_id = %(actor)s::bigint
                             OR watch.tag_id = ANY (%(tags)s::bigint[])))
    ORDER BY person.id
    ON CONFLICT (recipient_id, kind, question_id) WHERE read_at IS NULL DO UPDATE SET
        answer_id = EXCLUDED.answer_id,
        comment_id = EXCLUDED.comment_id,
        actor_id = EXCLUDED.actor_id,
        actor_ids = CASE
            WHEN EXCLUDED.actor_ids <@ line.actor_ids OR cardinality(line.actor_ids) >= {ACTORS_KEPT}
            THEN line.actor_ids ELSE line.actor_ids || EXCLUDED.actor_ids END,
        points = line.points + EXCLUDED.points,
        happened_at = greatest(line.happened_at, clock_timestamp())
    RETURNING id, recipient_id
), wishes AS (
    SELECT told.*,
        coalesce((preferences.choices ->> (%(kind)s || '.push'))::boolean, %(pushes)s) AS pushes,
        coalesce((preferences.choices ->> (%(kind)s || '.email'))::boolean, %(mails)s) AS mails
    FROM told
    LEFT JOIN notifications_preferences AS preferences ON preferences.person_id = told.recipient_id
), pushed AS (
    INSERT INTO notifications_dispatch AS dispatch
        (person_id, notification_id, channel, device_id, priority, state, due_at,
         attempts, unsure, why, last_error)
    SELECT wishes.recipient_id, wishes.id, '{Channel.PUSH}', device.id, %(priority)s, '{State.WAITING}',
           statement_timestamp() + %(push_wait)s * interval '1 second', 0, 0, '', ''
    FROM wishes JOIN notifications_device AS device ON device.person_id = wishes.recipient_id
    WHERE wishes.pushes AND %(may_push)s
    ORDER BY device.id
    ON CONFLICT (notification_id, device_id) DO UPDATE SET
        state = '{State.WAITING}', attempts = 0, unsure = 0, why = '',
        due_at = greatest(EXCLUDED.due_at,
                          dispatch.sent_at + interval '{int(A_WHILE.total_seconds())} seconds')
    WHERE dispatch.state IN ('{State.SENT}', '{State.SKIPPED}', '{State.DEAD}')
      AND dispatch.times < {MOST_TIMES}
    RETURNING due_at
), mailed AS (
    INSERT INTO notifications_dispatch
        (person_id, notification_id, channel, priority, state, due_at,
         attempts, unsure, why, last_error)
    SELECT recipient_id, id, '{Channel.EMAIL}', %(priority)s, '{State.WAITING}',
           statement_timestamp() + %(mail_wait)s * interval '1 second', 0, 0, '', ''
    FROM wishes WHERE mails AND %(may_mail)s AND NOT recipient_id = ANY (%(unmailed)s::bigint[])
    ON CONFLICT (notification_id) WHERE channel = '{Channel.EMAIL}' DO NOTHING
    RETURNING due_at
)
SELECT array_agg(recipient_id), (
    SELECT pg_notify('{OUTBOX}', '') FROM
        (SELECT FROM (SELECT due_at FROM pushed UNION ALL SELECT due_at FROM mailed) AS dispatch
         WHERE due_at <= statement_timestamp() LIMIT 1) AS at_once
) FROM told
"""  # noqa: S608 -- constants of ours


@transaction.atomic
def notify(*, recipient_id: int, kind: Kind, **about: Any) -> None:
    """Tell somebody, by a line of their inbox or by adding to the unread one of the same kind.

    ``about``: as for `notify_all`.
    """
    if notify_all(recipient_ids=[recipient_id], kind=kind, **about):
        events.notifications_changed([recipient_id])


def notify_all(
    *,
    recipient_ids: Sequence[int],
    kind: Kind,
    actor_id: int | None = None,
    question_id: int | None = None,
    answer_id: int | None = None,
    comment_id: int | None = None,
    tag_ids: Iterable[int] = (),
    points: int = 0,
    unmailed: Iterable[int] = (),
) -> list[int]:
    """The same for many in one statement, which tells open pages nothing; return who was told.

    The ways out are those of the kind and of each person's choices; quiet hours, limits and whatever
    changes meanwhile are looked at when it leaves. ``tag_ids``: whoever muted one of them is not told.
    ``unmailed``: people to whom a mail would be no news.
    """
    values: dict[str, Any] = {
        "recipients": list(recipient_ids),
        "kind": kind.code,
        "question": question_id,
        "answer": answer_id,
        "comment": comment_id,
        "actor": actor_id,
        "tags": list(tag_ids),
        "points": points,
        "unmailed": list(unmailed),
        "priority": kind.priority,
        "pushes": kind.is_on(Channel.PUSH),
        "mails": kind.is_on(Channel.EMAIL),
        "may_push": kind.may_go_by(Channel.PUSH),
        "may_mail": kind.may_go_by(Channel.EMAIL),
        "push_wait": kind.wait(Channel.PUSH).total_seconds(),
        "mail_wait": kind.wait(Channel.EMAIL).total_seconds(),
    }
    with preparing(), connection.cursor() as cursor:
        cursor.execute(_TELL, values)
        told: list[int] | None = cursor.fetchone()[0]
    return told or []


@transaction.atomic
def retract(*, recipient_id: int, kind: Kind, answer_id: int) -> None:
    """Take back an unread line that is not true any more."""
    untrue = Notification.objects.unread().filter(
        recipient_id=recipient_id, kind=kind.code, answer_id=answer_id
    )
    if untrue.delete()[0]:
        events.notifications_changed([recipient_id])


def retract_all(*, recipient_ids: Sequence[int], kind: Kind, question_id: int) -> None:
    """Take back unread lines about a question; what was read stays in the record."""
    Notification.objects.unread().filter(
        recipient_id__in=recipient_ids, kind=kind.code, question_id=question_id
    ).delete()
