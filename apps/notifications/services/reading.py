"""Marking lines as read. Reading twice changes nothing, and nothing unseen is marked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.notifications import events
from apps.notifications.models import Notification
from apps.notifications.querysets import NotificationQuerySet


def mark_read(*, user: User, notification: Notification) -> int:
    """One line."""
    return _mark(user, Notification.objects.filter(pk=notification.pk))


def mark_all_read(*, user: User, until: datetime | None = None) -> int:
    """Everything that had happened by ``until``: the newest line the person was looking at."""
    seen = Notification.objects.filter(happened_at__lte=until or timezone.now())
    return _mark(user, seen)


def mark_question_read(*, user: User, question_id: int) -> int:
    """Whatever was told about a question, once the person has opened it."""
    return _mark(user, Notification.objects.filter(question_id=question_id))


def mark_points_read(*, user: User) -> int:
    """Points received, once the person has looked at their ledger."""
    return _mark(user, Notification.objects.filter(kind__in=("points", "welcome")))


@transaction.atomic
def _mark(user: User, lines: NotificationQuerySet) -> int:
    marked: int = lines.unread().filter(recipient=user).update(read_at=timezone.now())
    if marked:
        events.notifications_changed([user.pk])
    return marked
