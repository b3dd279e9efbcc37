from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.core import links
from apps.core.models import Moderated
from apps.questions import limits
from apps.questions.querysets import CommentQuerySet


class Comment(Moderated):
    """A short remark on a question, or on one of its answers."""

    question = models.ForeignKey(
        "questions.Question",
        models.PROTECT,
        related_name="comments",
        db_index=False,
        verbose_name=_("질문"),
    )
    answer = models.ForeignKey(
        "questions.Answer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("답변"),
    )
    author = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="comments", verbose_name=_("쓴 사람")
    )
    body = models.CharField(_("내용"), max_length=limits.COMMENT_MAX)
    idempotency_key = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("쓴 때"), db_default=Now(), editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("댓글")
        verbose_name_plural = _("댓글")
        constraints = (
            models.UniqueConstraint(
                fields=("author", "idempotency_key"), name="comment_posted_once"
            ),
        )
        indexes = (models.Index(fields=("question", "id"), name="comment_question"),)

    def __str__(self) -> str:
        return self.body[:40]

    @property
    def is_in_sight(self) -> bool:
        """Whether what it was written under is there. Of itself: `is_visible`."""
        return self.question.is_visible and (self.answer is None or self.answer.is_visible)

    def get_absolute_url(self) -> str:
        return f"{links.question_by_id(self.question_id)}#comment-{self.pk}"
