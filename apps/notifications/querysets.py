from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from apps.core.enums import Visibility
from apps.notifications.enums import State
from apps.notifications.kinds.registry import wanted_codes

if TYPE_CHECKING:
    from apps.accounts.models import User


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The person's own, about posts that are still there."""
        gone = Q()
        for post in ("question", "answer", "comment"):
            gone |= Q(**{f"{post}__visibility__gt": Visibility.VISIBLE})
        return self.filter(recipient=user).exclude(gone)

    def happened(self) -> Self:
        """What happened, without what is wanted of the person: that stands above the list."""
        return self.exclude(kind__in=wanted_codes())

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def for_list(self) -> Self:
        """With what a line shows, in one query; long texts stay in the database."""
        return self.select_related(
            "actor", "question", "question__region", "answer", "comment"
        ).defer(
            "question__body",
            "question__body_html",
            "answer__body",
            "answer__body_html",
            "comment__body",
            "actor__password",
            "actor__bio",
            "actor__email",
        )


class DispatchQuerySet(models.QuerySet):
    def dead(self) -> Self:
        return self.filter(state=State.DEAD)

    def of_today(self, person_id: int, since: datetime) -> Self:
        """What somebody got, or is about to get, since their day began."""
        on_its_way = Q(state=State.SENDING) | Q(sent_at__gte=since)
        return self.filter(on_its_way, person_id=person_id)
