from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models.functions import Now

from apps.events.enums import State


class DeliveryQuerySet(models.QuerySet):
    def due(self) -> Self:
        """Deliveries to send now: new ones, retries, and those whose lease ran out."""
        return self.filter(state__in=(State.PENDING, State.QUEUED), due_at__lte=Now()).order_by(
            "due_at", "id"
        )

    def dead(self) -> Self:
        return self.filter(state=State.DEAD)
