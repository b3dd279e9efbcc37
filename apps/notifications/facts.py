"""What `policy.decide` needs to know of a message, as things stand at this moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from apps.accounts.models import Block
from apps.accounts.quiet import day_began, hours_of, quiet_until
from apps.notifications.digests import span
from apps.notifications.enums import Channel, Frequency, Watching
from apps.notifications.kinds.registry import by_code
from apps.notifications.models import Dispatch, Notification, Preferences, Suppression, Watch
from apps.notifications.policy import Facts

# A digest that did not leave within a day tells of what is no news any more.
DIGEST_KEEPS = timedelta(hours=20)


def facts_of(dispatch: Dispatch, now: datetime) -> Facts:
    wishes = preferences_of(dispatch.person_id)
    hours = hours_of(dispatch.person)
    today = Dispatch.objects.of_today(dispatch.person_id, day_began(hours, now))
    common: dict[str, Any] = {
        "now": now,
        "is_active": dispatch.person.is_active,
        "is_reachable": _is_reachable(dispatch),
        "quiet_until": quiet_until(hours, now),
        "sent_today": _messages(dispatch, today),
        "daily_limit": wishes.daily_limit,
    }
    if dispatch.digest is not None:
        return Facts(
            **common,
            is_chosen=wishes.digest == dispatch.digest.frequency != Frequency.NEVER,
            worthless_at=span(dispatch.digest.frequency, dispatch.digest.day)[1] + DIGEST_KEEPS,
        )
    lines = Notification.objects.visible_to(dispatch.person).for_list()
    line = lines.filter(pk=dispatch.notification_id).first()
    if line is None:
        return Facts(**common, is_there=False)
    kind, people = by_code(line.kind), _people_in(line)
    return Facts(
        **common,
        is_chosen=is_chosen(wishes, line.kind, Channel(dispatch.channel)),
        is_read=line.read_at is not None,
        is_blocked=Block.objects.filter(blocker=dispatch.person, blocked__in=people).exists(),
        is_muted=_is_muted(line, people),
        worthless_at=line.happened_at + kind.keeps if kind.keeps else None,
    )


def preferences_of(person_id: int) -> Preferences:
    """What the person chose, or the defaults."""
    return Preferences.objects.filter(pk=person_id).first() or Preferences(person_id=person_id)


def is_chosen(wishes: Preferences, kind: str, channel: Channel) -> bool:
    """Whether messages of the kind may go this way."""
    found = by_code(kind)
    if not found.may_go_by(channel):
        return False
    return bool(wishes.choices.get(f"{kind}.{channel}", found.is_on(channel)))


def _is_reachable(dispatch: Dispatch) -> bool:
    if dispatch.channel == Channel.PUSH:
        device = dispatch.device
        # The device may have changed hands since: what was for one person is not for the next.
        return device is not None and device.person_id == dispatch.person_id
    email = dispatch.person.email
    return bool(email) and not Suppression.objects.filter(email__iexact=email).exists()


def _messages(dispatch: Dispatch, today: object) -> int:
    """How many today: one line that goes out by several ways and to several devices is one message."""
    others = today.exclude(pk=dispatch.pk)  # type: ignore[attr-defined]
    if dispatch.notification_id is not None:
        others = others.exclude(notification_id=dispatch.notification_id)
    count: int = others.values("notification_id", "digest_id").distinct().count()
    return count


def _people_in(line: Notification) -> list[int]:
    """Whose doing or whose writing the message would show."""
    posts = (line.question, line.answer, line.comment)
    people = {line.actor_id, *(post.author_id for post in posts if post is not None)}
    return [pk for pk in people if pk is not None]


def _is_muted(line: Notification, people: list[int]) -> bool:
    muted = Watch.objects.filter(person=line.recipient_id, mode=Watching.MUTE)
    about = Q(about__in=people)
    if line.question is not None:
        tags = line.question.question_tags.values("tag_id")
        about |= Q(question=line.question_id) | Q(tag__in=tags)
    return muted.filter(about).exists()
