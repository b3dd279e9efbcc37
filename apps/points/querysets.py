from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import connection, models
from django.db.models.functions import Coalesce

from apps.points.enums import AccountKind, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apps.accounts.models import User
    from apps.points.models import Transaction

# What was hidden and restored, twice over; a line that goes back further is read one by one.
_REVERSALS = "transaction" + "__reverses" * 4


class AccountQuerySet(models.QuerySet):
    def people(self) -> Self:
        return self.filter(kind=AccountKind.PERSON)


class TransactionQuerySet(models.QuerySet):
    def about(self, question_id: int) -> Self:
        """Everything a question has moved."""
        return self.filter(question_id=question_id)

    def insert_once(
        self,
        *,
        rule: Rule,
        reference: str,
        question_id: int | None,
        reverses: Transaction | None = None,
    ) -> Transaction | None:
        """Write a transaction unless its rule has already paid for its reference.

        A second writer waits for the first to commit and then gets None. Django
        has no insert that both skips a conflict and says whether it did.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO points_transaction (rule, reference, question_id, reverses_id)"
                " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id",
                [rule, reference, question_id, reverses.pk if reverses else None],
            )
            row = cursor.fetchone()
        if row is None:
            return None
        written: Transaction = self.model(
            pk=row[0], rule=rule, reference=reference, question_id=question_id, reverses=reverses
        )
        return written


class EntryQuerySet(models.QuerySet):
    def of(self, user: User) -> Self:
        """A person's own ledger, newest first, with the reason of each entry."""
        # The account by itself rather than by a join, so that the page is read in the order of its index.
        accounts = self.model._meta.get_field("account").related_model._default_manager
        return (
            self.filter(account=accounts.filter(user=user).values("pk")[:1])
            .exclude(amount=0)
            .select_related(_REVERSALS)
            .order_by("-id")
        )

    def total(self) -> int:
        """The sum of the amounts; 0 for no entries."""
        total: int = self.aggregate(total=Coalesce(models.Sum("amount"), 0))["total"]
        return total


class BadgeQuerySet(models.QuerySet):
    def of(self, user: User) -> Self:
        return self.filter(user=user).order_by("awarded_at", "id")

    def award(self, user_id: int, codes: Iterable[str]) -> None:
        """Give badges; those already there stay as they are."""
        self.bulk_create(
            [self.model(user_id=user_id, code=code) for code in codes], ignore_conflicts=True
        )
