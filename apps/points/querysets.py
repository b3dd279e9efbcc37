from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from apps.accounts.models import User


class EntryQuerySet(models.QuerySet):
    def of(self, user: User) -> Self:
        """A person's own ledger, newest first, with the reason of each entry."""
        return (
            self.filter(account__user_id=user.pk).select_related("transaction").order_by("-id")
        )
