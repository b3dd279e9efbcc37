from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from apps.core.enums import Visibility
from apps.routing.enums import OPEN_STATES

if TYPE_CHECKING:
    from apps.accounts.models import User


class RouteQuerySet(models.QuerySet):
    def due(self, now: datetime) -> Self:
        """Those whose next step is to be taken, the longest overdue first."""
        return self.filter(due_at__lte=now).order_by("due_at")


class AnswerRequestQuerySet(models.QuerySet):
    def open(self) -> Self:
        """The person is still wanted."""
        return self.filter(state__in=OPEN_STATES)

    def open_for(self, person: User) -> Self:
        """What waits for ``person``, the newest first, with what a card shows."""
        return (
            self.open()
            .filter(person=person, question__visibility=Visibility.VISIBLE)
            .select_related("question__region", "question__category", "question__author")
            .order_by("-asked_at")
        )
