"""Following and muting, and telling those who follow."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.enums import Visibility
from apps.core.errors import NotAllowed
from apps.core.prepared import preparing
from apps.notifications import events
from apps.notifications.enums import Watching
from apps.notifications.kinds.registry import Kind
from apps.notifications.models import Watch
from apps.notifications.services.notifying import notify_all
from apps.questions.models import Question, Tag
from apps.regions.models import Region

# People told with one statement. Each batch takes three: who follows, the lines, and the news for open pages.
BATCH = 2_000
MOST_WATCHES = 200
Subject = Tag | Region | Question | User

# Most questions nobody follows: one statement finds that out.
_TOPICS = f"""
SELECT question.author_id, array_remove(ARRAY[question.sido_id, question.sigungu_id, question.emd_id], NULL),
       ARRAY(SELECT tag_id FROM questions_questiontag WHERE question_id = question.id)
FROM questions_question AS question
WHERE question.id = %s AND question.visibility = {Visibility.VISIBLE}
"""  # noqa: S608 -- a constant of ours
_FOLLOWERS = f"""
SELECT DISTINCT person_id FROM (
    (SELECT person_id FROM notifications_watch
     WHERE mode = '{Watching.FOLLOW}' AND tag_id = ANY (%(tags)s) AND person_id > %(after)s
     ORDER BY person_id LIMIT %(most)s)
    UNION ALL
    (SELECT person_id FROM notifications_watch
     WHERE mode = '{Watching.FOLLOW}' AND region_id = ANY (%(regions)s) AND person_id > %(after)s
     ORDER BY person_id LIMIT %(most)s)
) AS follower ORDER BY person_id LIMIT %(most)s
"""  # noqa: S608 -- constants of ours


@transaction.atomic
def watch(*, person: User, subject: Subject, mode: Watching) -> Watch:
    """Follow or mute something; the other of the two is taken back. Again changes nothing.

    Raises:
        NotAllowed: it is oneself, or there are too many already.
    """
    if isinstance(subject, User) and subject.pk == person.pk:
        raise NotAllowed(_("나 자신은 끄거나 지켜볼 수 없어요."), code="oneself")
    column = column_of(subject)
    mine = Watch.objects.filter(person=person)
    if not mine.filter(**{column: subject}).exists() and mine.count() >= MOST_WATCHES:
        raise NotAllowed(
            _("%(most)d개까지 정할 수 있어요. 알림 설정에서 몇 개를 지워 주세요.")
            % {"most": MOST_WATCHES},
            code="too_many",
        )
    subjects = dict.fromkeys(Watch.SUBJECTS) | {column: subject}
    row, _made = Watch.objects.update_or_create(person=person, **subjects, defaults={"mode": mode})
    return row


def unwatch(*, person: User, subject: Subject) -> None:
    """Take it back; again changes nothing."""
    Watch.objects.filter(person=person, **{column_of(subject): subject}).delete()


@transaction.atomic
def move_watches(*, tag_id: int, into_id: int) -> int:
    """Who follows or mutes a tag does so with the one it was merged into; return how many.

    What somebody has said of that one already stands.
    """
    watches = Watch.objects.filter(tag_id=tag_id)
    watches.filter(person__in=Watch.objects.filter(tag_id=into_id).values("person")).delete()
    return watches.update(tag_id=into_id)


@transaction.atomic
def drop_watches(*, tag_id: int) -> None:
    """Nobody follows or mutes a tag that nobody may write."""
    Watch.objects.filter(tag_id=tag_id).delete()


def column_of(subject: Subject) -> str:
    names = {Tag: "tag", Region: "region", Question: "question", User: "about"}
    return next(name for model, name in names.items() if isinstance(subject, model))


@transaction.atomic
def tell_followers(*, question_id: int, kind: Kind) -> int:
    """Tell everybody who follows one of the question's tags or the places it lies in; return how many."""
    with preparing(), connection.cursor() as cursor:
        cursor.execute(_TOPICS, [question_id])
        row = cursor.fetchone()
    if row is None:
        return 0
    asker_id, regions, tags = row
    told, after = 0, 0
    while people := _followers(tags, regions, after):
        heard = notify_all(
            recipient_ids=people,
            kind=kind,
            actor_id=asker_id,
            question_id=question_id,
            tag_ids=tags,
        )
        if heard:
            events.notifications_changed(heard)
        told, after = told + len(heard), people[-1]
        if len(people) < BATCH:
            break
    return told


def _followers(tags: list[int], regions: list[int], after: int) -> list[int]:
    """The next of them in the order of their ids."""
    values: dict[str, Any] = {"tags": tags, "regions": regions, "after": after, "most": BATCH}
    with preparing(), connection.cursor() as cursor:
        cursor.execute(_FOLLOWERS, values)
        return [pk for (pk,) in cursor.fetchall()]
