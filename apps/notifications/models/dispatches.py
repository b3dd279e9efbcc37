from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.notifications.enums import UNSENT, Channel, State, Why
from apps.notifications.querysets import DispatchQuerySet

# Pushes of one unread line, however much joins it.
MOST_TIMES = 3


class Dispatch(models.Model):
    """One message to one address: a line of the inbox, or a digest, on its way to a device or a mailbox.

    It says nothing itself. What is sent is made of the rows as they are when it is sent.
    """

    person = models.ForeignKey(
        "accounts.User",
        models.CASCADE,
        related_name="dispatches",
        db_index=False,
        verbose_name=_("받는 사람"),
    )
    notification = models.ForeignKey(
        "notifications.Notification",
        models.CASCADE,
        null=True,
        related_name="dispatches",
        db_index=False,
        verbose_name=_("알림"),
    )
    digest = models.ForeignKey(
        "notifications.Digest",
        models.CASCADE,
        null=True,
        related_name="dispatches",
        db_index=False,
        verbose_name=_("소식 모음"),
    )
    channel = models.CharField(_("방법"), max_length=5, choices=Channel)
    device = models.ForeignKey(
        "notifications.Device",
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("기기"),
    )
    # Lower goes first: an ask before a digest.
    priority = models.PositiveSmallIntegerField(_("순서"), default=5)
    state = models.CharField(_("상태"), max_length=7, choices=State, default=State.WAITING)
    # When WAITING: not before this. Otherwise: past it, nobody is at it any more.
    due_at = models.DateTimeField(_("다음 차례"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("시도"), default=0)
    # How often it was sent: a line that more joins is pushed again.
    times = models.PositiveSmallIntegerField(_("보낸 횟수"), default=0, db_default=0)
    # How often nobody knows whether it arrived: a worker was killed, or the server fell silent.
    unsure = models.PositiveSmallIntegerField(_("알 수 없음"), default=0)
    why = models.CharField(_("보내지 않은 까닭"), max_length=7, choices=Why, blank=True)
    last_error = models.TextField(_("마지막 오류"), blank=True)
    created_at = models.DateTimeField(_("만든 때"), db_default=Now(), editable=False)
    sent_at = models.DateTimeField(_("보낸 때"), null=True, blank=True)
    opened_at = models.DateTimeField(_("연 때"), null=True, blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("보낼 알림")
        verbose_name_plural = _("보낼 알림")
        constraints = (
            models.UniqueConstraint(
                fields=("notification", "device"), name="dispatch_once_per_device"
            ),
            models.UniqueConstraint(
                fields=("notification",),
                condition=Q(channel=Channel.EMAIL),
                name="dispatch_one_mail_per_line",
            ),
            models.UniqueConstraint(fields=("digest",), name="dispatch_one_per_digest"),
            models.CheckConstraint(
                name="dispatch_of_one_thing",
                condition=Q(notification__isnull=False, digest=None)
                | Q(notification=None, digest__isnull=False),
            ),
            models.CheckConstraint(
                name="dispatch_sent_has_time",
                condition=~Q(state=State.SENT) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dispatch_skipped_has_reason",
                condition=Q(state=State.SKIPPED) & ~Q(why="") | ~Q(state=State.SKIPPED) & Q(why=""),
            ),
        )
        indexes = (
            models.Index(
                fields=("channel", "priority", "due_at", "id"),
                name="dispatch_due",
                condition=Q(state__in=UNSENT),
            ),
            # How many somebody got today.
            models.Index(
                fields=("person", "-sent_at"),
                name="dispatch_sent",
                condition=Q(sent_at__isnull=False),
            ),
            models.Index(fields=("-id",), name="dispatch_dead", condition=Q(state=State.DEAD)),
        )

    def __str__(self) -> str:
        return f"{self.notification_id or self.digest_id} → {self.channel}"
