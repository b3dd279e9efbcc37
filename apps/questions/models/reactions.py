from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.questions.enums import VoteValue
from apps.questions.querysets import BookmarkQuerySet


class Vote(models.Model):
    """One person's opinion of one post.

    ``author`` repeats the post's author so that the database itself refuses a
    vote on one's own post; a composite foreign key keeps it true.
    """

    voter = models.ForeignKey("accounts.User", models.CASCADE, related_name="votes")
    question = models.ForeignKey(
        "questions.Question",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="votes",
        db_index=False,
    )
    answer = models.ForeignKey(
        "questions.Answer",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="votes",
        db_index=False,
    )
    author = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    value = models.SmallIntegerField(choices=VoteValue)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("투표")
        verbose_name_plural = _("투표")
        constraints = (
            models.CheckConstraint(
                name="vote_on_one_post",
                condition=models.Q(question__isnull=False, answer=None)
                | models.Q(question=None, answer__isnull=False),
            ),
            models.CheckConstraint(
                name="vote_not_on_own_post", condition=~models.Q(voter=models.F("author"))
            ),
            models.CheckConstraint(
                name="vote_is_up_or_down", condition=models.Q(value__in=VoteValue.values)
            ),
            models.UniqueConstraint(fields=("question", "voter"), name="vote_once_per_question"),
            models.UniqueConstraint(fields=("answer", "voter"), name="vote_once_per_answer"),
        )

    def __str__(self) -> str:
        return f"{self.voter_id} {self.value:+d}"


class MeToo(models.Model):
    """Somebody else wants to know the same."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="me_toos")
    question = models.ForeignKey(
        "questions.Question", models.CASCADE, related_name="me_toos", db_index=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("나도 궁금해요")
        verbose_name_plural = _("나도 궁금해요")
        constraints = (models.UniqueConstraint(fields=("question", "user"), name="me_too_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} ? {self.question_id}"


class Bookmark(models.Model):
    """A question kept for later; nobody else sees it."""

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="bookmarks", db_index=False
    )
    question = models.ForeignKey(
        "questions.Question", models.CASCADE, related_name="bookmarks", db_index=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("저장한 질문")
        verbose_name_plural = _("저장한 질문")
        constraints = (models.UniqueConstraint(fields=("question", "user"), name="bookmark_once"),)
        indexes = (models.Index(fields=("user", "-id"), name="bookmark_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} ☆ {self.question_id}"
