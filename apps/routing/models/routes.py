from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.routing.enums import OPEN_STATES, Outcome, RequestState
from apps.routing.querysets import AnswerRequestQuerySet, RouteQuerySet


class Route(models.Model):
    """Looking for somebody who answers one question: which waves went out, and what comes next when.

    ``due_at`` is the only clock. Whoever finds it past takes the next step, in whatever process.
    """

    question = models.OneToOneField(
        "questions.Question",
        models.CASCADE,
        primary_key=True,
        related_name="route",
        verbose_name=_("질문"),
    )
    started_at = models.DateTimeField(_("시작"), db_default=Now())
    deadline_at = models.DateTimeField(_("약속한 때"))
    wave = models.PositiveSmallIntegerField(_("보낸 차례"), default=0)
    asked_count = models.PositiveSmallIntegerField(_("물어본 이웃"), default=0)
    due_at = models.DateTimeField(_("다음 차례"), null=True, blank=True)
    widened_at = models.DateTimeField(_("옆 동네로 넓힌 때"), null=True, blank=True)
    ended_at = models.DateTimeField(_("끝"), null=True, blank=True)
    outcome = models.CharField(_("결과"), max_length=10, choices=Outcome, blank=True)

    objects = RouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("답변 찾기")
        verbose_name_plural = _("답변 찾기")
        constraints = (
            models.CheckConstraint(
                name="route_ended_has_outcome",
                condition=models.Q(ended_at=None, outcome="")
                | (models.Q(ended_at__isnull=False, due_at=None) & ~models.Q(outcome="")),
            ),
        )
        indexes = (
            models.Index(
                fields=("due_at",), name="route_due", condition=models.Q(due_at__isnull=False)
            ),
            models.Index(
                fields=("-started_at",),
                name="route_unanswered",
                condition=models.Q(outcome=Outcome.UNANSWERED),
            ),
        )

    def __str__(self) -> str:
        return f"{self.question_id}: {self.outcome or self.wave}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None


class AnswerRequest(models.Model):
    """One person asked about one question. The unique constraint is why nobody is asked twice."""

    question = models.ForeignKey(
        "questions.Question",
        models.CASCADE,
        related_name="answer_requests",
        db_index=False,
        verbose_name=_("질문"),
    )
    person = models.ForeignKey(
        "accounts.User",
        models.CASCADE,
        related_name="answer_requests",
        db_index=False,
        verbose_name=_("이웃"),
    )
    wave = models.PositiveSmallIntegerField(_("차례"))
    # As the policy saw the person when asking: ``policy.Pick`` and ``Candidate.is_here``.
    chance = models.FloatField(_("예상한 가능성"))
    base = models.FloatField(editable=False)
    was_here = models.BooleanField(_("그때 보고 있었음"), default=False)
    state = models.CharField(
        _("상태"), max_length=8, choices=RequestState, default=RequestState.WAITING
    )
    asked_at = models.DateTimeField(_("물어본 때"), db_default=Now())
    responded_at = models.DateTimeField(_("반응한 때"), null=True, blank=True)
    claimed_until = models.DateTimeField(_("예약 끝"), null=True, blank=True)
    claims = models.PositiveSmallIntegerField(default=0, editable=False)
    # Whether the person's responsiveness has learned from it.
    is_counted = models.BooleanField(default=False, editable=False)

    objects = AnswerRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("답변 요청")
        verbose_name_plural = _("답변 요청")
        constraints = (
            models.UniqueConstraint(fields=("question", "person"), name="answer_request_once"),
            models.UniqueConstraint(
                fields=("question",),
                condition=models.Q(state=RequestState.CLAIMED),
                name="answer_request_one_claim",
            ),
            models.CheckConstraint(
                name="answer_request_claim_has_end",
                condition=~models.Q(state=RequestState.CLAIMED)
                | models.Q(claimed_until__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                fields=("person", "-asked_at"),
                name="answer_request_open",
                condition=models.Q(state__in=OPEN_STATES),
            ),
            models.Index(fields=("person", "-id"), name="answer_request_person"),
            # In the order of time as they are written: a few pages tell where a month begins.
            BrinIndex(fields=("asked_at",), name="answer_request_asked"),
            models.Index(
                fields=("asked_at",),
                name="answer_request_old",
                condition=models.Q(state__in=OPEN_STATES),
            ),
        )

    def __str__(self) -> str:
        return f"{self.question_id} → {self.person_id}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
