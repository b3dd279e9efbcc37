from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.questions import limits


class Revision(models.Model):
    """How a question or an answer read before an edit; the post itself holds the newest version."""

    question = models.ForeignKey(
        "questions.Question", models.CASCADE, null=True, blank=True, related_name="revisions"
    )
    answer = models.ForeignKey(
        "questions.Answer", models.CASCADE, null=True, blank=True, related_name="revisions"
    )
    version = models.PositiveIntegerField(_("판"))
    editor = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name=_("고친 사람")
    )
    title = models.CharField(_("제목"), max_length=limits.TITLE_MAX, blank=True)
    body = models.TextField(_("내용"), blank=True)
    tags = ArrayField(models.CharField(max_length=limits.TAG_LENGTH_MAX), default=list, blank=True)
    created_at = models.DateTimeField(_("고친 때"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("고친 기록")
        verbose_name_plural = _("고친 기록")
        constraints = (
            models.CheckConstraint(
                name="revision_of_one_post",
                condition=models.Q(question__isnull=False, answer=None)
                | models.Q(question=None, answer__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("question", "version"), name="revision_question_version"
            ),
            models.UniqueConstraint(fields=("answer", "version"), name="revision_answer_version"),
        )

    def __str__(self) -> str:
        return f"{self.question_id or self.answer_id} v{self.version}"
