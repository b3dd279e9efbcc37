from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What somebody is writing: a question, or an answer to ``question``."""

    author = models.ForeignKey("accounts.User", models.CASCADE, related_name="drafts")
    question = models.ForeignKey(
        "questions.Question", models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    data = models.JSONField(_("내용"), default=dict)
    updated_at = models.DateTimeField(_("저장한 때"), auto_now=True)

    class Meta:
        verbose_name = _("임시 저장")
        verbose_name_plural = _("임시 저장")
        constraints = (
            models.UniqueConstraint(
                fields=("author", "question"), nulls_distinct=False, name="draft_one_per_place"
            ),
        )
        indexes = (models.Index(fields=("updated_at",), name="draft_updated"),)

    def __str__(self) -> str:
        return f"{self.author_id} → {self.question_id or 'ask'}"
