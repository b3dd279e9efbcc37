from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Length, Now
from django.db.models.lookups import Range
from django.utils.translation import gettext_lazy as _

from apps.core import links
from apps.core.models import Moderated
from apps.questions import limits
from apps.questions.querysets import AcceptanceQuerySet, AnswerQuerySet

if TYPE_CHECKING:
    from apps.questions.models.comments import Comment


class Answer(Moderated):
    """What somebody knows about a question."""

    question = models.ForeignKey(
        "questions.Question",
        models.PROTECT,
        related_name="answers",
        db_index=False,
        verbose_name=_("질문"),
    )
    author = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="answers",
        db_index=False,
        verbose_name=_("답변한 사람"),
    )
    body = models.TextField(_("내용"), max_length=limits.ANSWER_MAX)
    body_html = models.TextField(editable=False)
    score = models.IntegerField(_("도움돼요"), default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    idempotency_key = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("쓴 때"), db_default=Now(), editable=False)
    edited_at = models.DateTimeField(_("고친 때"), null=True, blank=True, editable=False)

    # Set by ``with_state_of`` and by the queries of a page, never stored.
    my_vote: int | None
    shown_comments: list[Comment]

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("답변")
        verbose_name_plural = _("답변")
        constraints = (
            models.UniqueConstraint(
                fields=("author", "idempotency_key"), name="answer_posted_once"
            ),
            models.CheckConstraint(
                name="answer_body_length",
                condition=Range(Length("body"), (limits.ANSWER_MIN, limits.ANSWER_MAX)),
            ),
        )
        indexes = (
            models.Index(fields=("question", "-score", "id"), name="answer_best"),
            models.Index(fields=("author", "-created_at", "-id"), name="answer_author"),
        )

    def __str__(self) -> str:
        return self.body[:40]

    def get_absolute_url(self) -> str:
        return links.answer(self.pk)


class Acceptance(models.Model):
    """The asker chose an answer. Moving it withdraws this row and writes another."""

    question = models.ForeignKey(
        "questions.Question", models.PROTECT, related_name="acceptances", verbose_name=_("질문")
    )
    answer = models.ForeignKey(
        Answer, models.PROTECT, related_name="acceptances", verbose_name=_("답변")
    )
    accepted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("채택한 사람")
    )
    created_at = models.DateTimeField(_("채택한 때"), db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField(_("거둔 때"), null=True, blank=True, editable=False)
    # Withdrawn because moderators hid the answer: it stands again when they restore it.
    is_suspended = models.BooleanField(
        _("답변이 숨겨져 거둠"), default=False, db_default=False, editable=False
    )

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("채택")
        verbose_name_plural = _("채택")
        constraints = (
            models.UniqueConstraint(
                fields=("question",),
                condition=models.Q(withdrawn_at=None),
                name="acceptance_one_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.question_id} ← {self.answer_id}"
