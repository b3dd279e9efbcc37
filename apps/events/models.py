"""The outbox: what happened, and who still has to hear of it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.events.enums import State
from apps.events.querysets import DeliveryQuerySet


class Event(models.Model):
    """Something that happened, written in the transaction that made it true."""

    type = models.CharField(_("종류"), max_length=60)
    payload = models.JSONField(_("내용"))
    occurred_at = models.DateTimeField(_("일어난 때"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("이벤트")
        verbose_name_plural = _("이벤트")
        indexes = (
            models.Index(fields=("occurred_at",), name="event_occurred"),
            models.Index(fields=("type", "-id"), name="event_type"),
        )

    def __str__(self) -> str:
        return f"{self.type} #{self.pk}"


class Delivery(models.Model):
    """One event on its way to one handler; (event, handler) takes effect once."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="deliveries", verbose_name=_("이벤트")
    )
    handler = models.CharField(_("받는 쪽"), max_length=100)
    state = models.CharField(_("상태"), max_length=8, choices=State, default=State.PENDING)
    # How often a worker began; counted before the handler runs, since one that dies cannot count.
    attempts = models.PositiveSmallIntegerField(_("시도"), default=0)
    # Messages sent since the last attempt or failure; each waits twice as long as the one before.
    sent = models.PositiveSmallIntegerField(_("보낸 횟수"), default=0, editable=False)
    # When PENDING: not before this. When QUEUED: the lease; past it the message counts as lost.
    due_at = models.DateTimeField(_("다음 차례"), db_default=Now())
    done_at = models.DateTimeField(_("끝난 때"), null=True, blank=True)
    last_error = models.TextField(_("마지막 오류"), blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("이벤트 전달")
        verbose_name_plural = _("이벤트 전달")
        constraints = (
            models.UniqueConstraint(fields=("event", "handler"), name="delivery_once_per_handler"),
            models.CheckConstraint(
                name="delivery_done_has_time",
                condition=models.Q(state=State.DONE, done_at__isnull=False)
                | (~models.Q(state=State.DONE) & models.Q(done_at=None)),
            ),
        )
        indexes = (
            models.Index(
                fields=("due_at", "id"),
                name="delivery_due",
                condition=models.Q(state__in=(State.PENDING, State.QUEUED)),
            ),
            models.Index(
                fields=("-id",), name="delivery_dead", condition=models.Q(state=State.DEAD)
            ),
        )

    def __str__(self) -> str:
        return f"{self.event_id} → {self.handler}"


class DeadTask(models.Model):
    """A job that has used up its tries. Whoever sends it again does so by its name and arguments."""

    name = models.CharField(_("작업"), max_length=100)
    queue = models.CharField(_("큐"), max_length=20)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    error = models.TextField(_("오류"))
    failed_at = models.DateTimeField(_("실패한 때"), db_default=Now(), editable=False)
    retried_at = models.DateTimeField(_("다시 보낸 때"), null=True, editable=False)

    class Meta:
        verbose_name = _("실패한 작업")
        verbose_name_plural = _("실패한 작업")
        indexes = (
            models.Index(
                fields=("-id",), name="dead_task_waiting", condition=models.Q(retried_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
