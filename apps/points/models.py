"""A double-entry ledger. Its four promises are kept by the database (see migrations 0002 and 0003).

1. A transaction's entries sum to zero (deferred trigger, checked at commit).
2. Entries and transactions are never changed or deleted (trigger).
3. A person's balance is never negative (check), and is moved by entries only (trigger).
4. A rule pays once for each reference, a transaction is reversed once (unique constraints).

The site's own accounts have no balance row: one row that every payment touches
would be what every payment waits for. Their balance is the sum of their entries.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.points.enums import AccountKind, Rule
from apps.points.querysets import AccountQuerySet, BadgeQuerySet, EntryQuerySet, TransactionQuerySet


class Account(models.Model):
    """A person's points, or one of the site's own accounts."""

    kind = models.CharField(_("종류"), max_length=10, choices=AccountKind)
    user = models.OneToOneField(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="account",
        verbose_name=_("사용자"),
    )
    balance = models.BigIntegerField(_("잔액"), null=True, blank=True, editable=False)
    # All points ever earned by helping, less reversals; levels follow it, spending does not lower it.
    earned = models.BigIntegerField(_("모은 포인트"), default=0, editable=False)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("포인트 계정")
        verbose_name_plural = _("포인트 계정")
        constraints = (
            models.CheckConstraint(
                name="account_person_has_balance",
                condition=models.Q(
                    kind=AccountKind.PERSON, user__isnull=False, balance__isnull=False
                )
                | (~models.Q(kind=AccountKind.PERSON) & models.Q(user=None, balance=None)),
            ),
            models.CheckConstraint(
                name="account_balance_not_negative",
                condition=models.Q(balance=None) | models.Q(balance__gte=0),
            ),
            models.CheckConstraint(
                name="account_earned_not_negative", condition=models.Q(earned__gte=0)
            ),
            models.UniqueConstraint(
                fields=("kind",),
                condition=~models.Q(kind=AccountKind.PERSON),
                name="account_one_of_each_system_kind",
            ),
        )

    def __str__(self) -> str:
        return str(self.user) if self.user_id else self.get_kind_display()

    @property
    def points(self) -> int:
        """What a person has; the site's own accounts are sums over their entries instead."""
        return self.balance or 0


class Transaction(models.Model):
    """One movement of points: why, and about what."""

    rule = models.CharField(_("까닭"), max_length=20, choices=Rule)
    reference = models.CharField(_("대상"), max_length=60)
    question_id = models.BigIntegerField(_("질문 번호"), null=True, blank=True)
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        verbose_name=_("되돌린 거래"),
    )
    created_at = models.DateTimeField(_("때"), db_default=Now(), editable=False)

    objects = TransactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("거래")
        verbose_name_plural = _("거래")
        constraints = (
            models.UniqueConstraint(fields=("rule", "reference"), name="transaction_pays_once"),
            models.CheckConstraint(
                name="transaction_reversal_names_its_origin",
                condition=models.Q(rule=Rule.REVERSAL, reverses__isnull=False)
                | (~models.Q(rule=Rule.REVERSAL) & models.Q(reverses=None)),
            ),
        )
        indexes = (
            models.Index(fields=("reference",), name="transaction_reference"),
            models.Index(
                fields=("question_id",),
                name="transaction_question",
                condition=models.Q(question_id__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_rule_display()} {self.reference}"


class Entry(models.Model):
    """One side of a transaction.

    ``amount`` moves the account's balance, ``earned`` what it has earned by
    helping. They differ when points are taken back that were already spent.
    ``balance_after`` is set by the database, for people only.
    """

    transaction = models.ForeignKey(
        Transaction, models.PROTECT, related_name="entries", verbose_name=_("거래")
    )
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="entries", db_index=False, verbose_name=_("계정")
    )
    amount = models.BigIntegerField(_("포인트"))
    earned = models.BigIntegerField(_("모은 포인트"), default=0)
    balance_after = models.BigIntegerField(_("잔액"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("때"), db_default=Now(), editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("포인트 내역")
        verbose_name_plural = _("포인트 내역")
        constraints = (
            models.CheckConstraint(
                name="entry_moves_something", condition=~models.Q(amount=0, earned=0)
            ),
            models.UniqueConstraint(
                fields=("transaction", "account"), name="entry_once_per_account"
            ),
        )
        indexes = (models.Index(fields=("account", "-id"), name="entry_account"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount:+d}"


class Badge(models.Model):
    """A milestone somebody reached, such as a first accepted answer."""

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="badges", verbose_name=_("사용자")
    )
    code = models.CharField(_("배지"), max_length=30)
    awarded_at = models.DateTimeField(_("받은 때"), db_default=Now(), editable=False)

    objects = BadgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("배지")
        verbose_name_plural = _("배지")
        constraints = (models.UniqueConstraint(fields=("user", "code"), name="badge_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.code}"
