from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.notifications.querysets import NotificationQuerySet

ACTORS_KEPT = 20


class Notification(models.Model):
    """One line in somebody's inbox.

    While unread, more of the same kind about the same question joins it
    instead of adding a line.
    """

    recipient = models.ForeignKey(
        "accounts.User",
        models.CASCADE,
        related_name="notifications",
        db_index=False,
        verbose_name=_("받는 사람"),
    )
    # The code of one of `apps.notifications.kinds`.
    kind = models.CharField(_("종류"), max_length=20)
    question = models.ForeignKey(
        "questions.Question",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("질문"),
    )
    answer = models.ForeignKey(
        "questions.Answer", models.CASCADE, null=True, blank=True, related_name="+"
    )
    comment = models.ForeignKey(
        "questions.Comment", models.CASCADE, null=True, blank=True, related_name="+"
    )
    actor = models.ForeignKey(
        "accounts.User",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("마지막으로 한 사람"),
    )
    actor_ids = ArrayField(models.BigIntegerField(), size=ACTORS_KEPT, default=list, blank=True)
    points = models.IntegerField(_("포인트"), default=0)
    created_at = models.DateTimeField(_("처음"), db_default=Now(), editable=False)
    happened_at = models.DateTimeField(_("마지막"), db_default=Now(), editable=False)
    read_at = models.DateTimeField(_("읽은 때"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("알림")
        verbose_name_plural = _("알림")
        constraints = (
            models.UniqueConstraint(
                fields=("recipient", "kind", "question"),
                condition=models.Q(read_at=None),
                nulls_distinct=False,
                name="notification_grouped_while_unread",
            ),
        )
        indexes = (
            models.Index(fields=("recipient", "-happened_at", "-id"), name="notification_inbox"),
            models.Index(
                fields=("recipient",),
                name="notification_unread",
                condition=models.Q(read_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.kind}"

    @property
    def others(self) -> int:
        """How many people besides ``actor`` did the same."""
        return max(0, len(self.actor_ids) - 1)
