from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, GeneratedField, IntegerField
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _

from apps.search import limits


class SearchDocument(models.Model):
    """A question as the search sees it. Hidden and deleted ones have none.

    ``fingerprint`` is of what it was made from: another one means that it has to be made again.
    """

    question = models.OneToOneField(
        "questions.Question", models.CASCADE, primary_key=True, related_name="+"
    )
    bucket = GeneratedField(
        expression=Cast(F("question") / limits.BUCKET_SIZE, IntegerField()),
        output_field=IntegerField(),
        db_persist=True,
    )
    words = SearchVectorField()
    title_words = SearchVectorField()
    fingerprint = models.BigIntegerField()
    indexed_at = models.DateTimeField(_("읽은 때"), db_default=Now())

    class Meta:
        verbose_name = _("검색 문서")
        verbose_name_plural = _("검색 문서")
        indexes = (
            GinIndex(fields=("bucket", "words"), name="document_words"),
            GinIndex(fields=("bucket", "title_words"), name="document_title_words"),
        )

    def __str__(self) -> str:
        return str(self.question_id)


class Term(models.Model):
    """A word that documents have, and about how many of them: what misspelt words are compared with.

    ``sound`` is the word letter by letter (ㅇㅐㅇㅝㄹ), so that one wrong letter is one difference.
    """

    text = models.CharField(_("낱말"), max_length=limits.TERM_MAX, primary_key=True)
    sound = models.CharField(max_length=limits.TERM_MAX * 3)
    documents = models.PositiveIntegerField(_("문서 수"), default=1)

    class Meta:
        verbose_name = _("낱말")
        verbose_name_plural = _("낱말")
        indexes = (GinIndex(OpClass(F("sound"), name="gin_trgm_ops"), name="term_sound"),)

    def __str__(self) -> str:
        return self.text


class Synonym(models.Model):
    """Words that mean the same when something is looked for; documents stay as they are."""

    words = models.CharField(
        _("같은 말"),
        max_length=200,
        unique=True,
        validators=[MinLengthValidator(3)],
        help_text=_("쉼표로 나눠 적어요. 예: 렌터카, 렌트카"),
    )

    class Meta:
        verbose_name = _("같은 말")
        verbose_name_plural = _("같은 말")
        ordering = ("words",)

    def __str__(self) -> str:
        return self.words


class RecentSearch(models.Model):
    """What somebody looked for lately. Nobody else is ever shown it, and it is gone after some months."""

    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", db_index=False)
    text = models.CharField(max_length=limits.QUERY_MAX)
    searched_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("최근 검색")
        verbose_name_plural = _("최근 검색")
        constraints = (
            models.UniqueConstraint(fields=("person", "text"), name="recent_search_once"),
        )
        indexes = (
            models.Index(fields=("person", "-searched_at", "-id"), name="recent_search_last"),
            models.Index(fields=("searched_at",), name="recent_search_old"),
        )

    def __str__(self) -> str:
        return f"{self.person_id}"


class MissedQuery(models.Model):
    """A query that found nothing for several readers: what people want to know and nobody has asked.

    ``times`` is how many they were; it does not say who.
    """

    text = models.CharField(_("검색어"), max_length=limits.QUERY_MAX, unique=True)
    times = models.PositiveIntegerField(_("번"), default=1)
    first_at = models.DateTimeField(_("처음"), db_default=Now())
    last_at = models.DateTimeField(_("마지막"), db_default=Now())

    class Meta:
        verbose_name = _("결과 없는 검색")
        verbose_name_plural = _("결과 없는 검색")
        indexes = (
            models.Index(fields=("-times", "-last_at"), name="missed_query_most"),
            models.Index(fields=("last_at",), name="missed_query_old"),
        )

    def __str__(self) -> str:
        return self.text
