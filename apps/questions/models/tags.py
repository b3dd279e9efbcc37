from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.questions import limits
from apps.questions.querysets import SynonymManager, TagQuerySet
from apps.questions.validators import TAG_PATTERN


class Tag(models.Model):
    """A normalised #tag: NFC, lower case, no spaces.

    One row a name, so that a name is a tag or another name for one, never both.
    """

    name = models.CharField(_("이름"), max_length=limits.TAG_LENGTH_MAX, unique=True)
    # Visible questions that carry it.
    question_count = models.PositiveIntegerField(_("질문 수"), default=0, editable=False)
    # What it is another name for: nobody is given this one any more.
    synonym_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="synonyms",
        verbose_name=_("같은 뜻의 태그"),
    )

    # By an operator: no question carries it, and nobody may write it.
    is_forbidden = models.BooleanField(_("금지"), default=False, db_default=False, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("태그")
        verbose_name_plural = _("태그")
        constraints = (
            models.CheckConstraint(
                name="tag_name_normalised",
                condition=models.Q(name__regex=TAG_PATTERN)
                & models.Q(name=models.functions.Lower(models.F("name"))),
            ),
            models.CheckConstraint(
                name="tag_forbidden_is_no_synonym",
                condition=models.Q(is_forbidden=False) | models.Q(synonym_of=None),
            ),
            models.CheckConstraint(
                name="tag_synonym_of_another",
                condition=models.Q(synonym_of=None) | ~models.Q(synonym_of=models.F("id")),
            ),
        )
        indexes = (models.Index(fields=("-question_count", "name"), name="tag_popular"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("questions:tag", args=[self.name])


class TagSynonym(Tag):
    """The tags that are another name for one."""

    objects = SynonymManager()  # type: ignore[assignment, misc]  # of another kind than the tags'

    class Meta:
        proxy = True
        verbose_name = _("같은 뜻의 태그")
        verbose_name_plural = _("같은 뜻의 태그")


class QuestionTag(models.Model):
    """A join table: an array of tags was 600 times as many buffers for a rare tag."""

    question = models.ForeignKey("questions.Question", models.CASCADE, related_name="question_tags")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="question_tags", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("질문의 태그")
        verbose_name_plural = _("질문의 태그")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("question", "tag"), name="question_tag_once"),
            models.UniqueConstraint(fields=("question", "position"), name="question_tag_position"),
            models.CheckConstraint(
                name="question_tags_at_most_five",
                condition=models.Q(position__lt=limits.TAGS_MAX),
            ),
        )
        indexes = (models.Index(fields=("tag", "-question"), name="question_tag_new"),)

    def __str__(self) -> str:
        return f"{self.question_id} #{self.tag_id}"
