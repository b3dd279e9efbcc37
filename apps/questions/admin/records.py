from __future__ import annotations

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.questions.models import (
    Acceptance,
    Bookmark,
    DayCount,
    Draft,
    MeToo,
    QuestionTag,
    Revision,
    SitemapPart,
    TrendingTag,
    ViewFlush,
    Vote,
)


@admin.register(Acceptance)
class AcceptanceAdmin(ReadOnlyAdmin):
    list_display = ("question", "answer", "accepted_by", "created_at", "withdrawn_at")
    list_select_related = ("question", "answer", "accepted_by")
    list_filter = ("withdrawn_at", "created_at")
    search_fields = ("=question__id", "=answer__id", "=accepted_by__nickname")


@admin.register(Vote)
class VoteAdmin(ReadOnlyAdmin):
    list_display = ("voter", "author", "question", "answer", "value", "created_at")
    list_select_related = ("voter", "author", "question", "answer")
    list_filter = ("value", "created_at")
    search_fields = ("=voter__nickname", "=author__nickname", "=question__id", "=answer__id")


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "question", "answer", "editor", "created_at")
    list_select_related = ("question", "answer", "editor")
    list_filter = ("created_at",)
    search_fields = ("=question__id", "=answer__id", "=editor__nickname")


@admin.register(MeToo, Bookmark)
class ReactionAdmin(ReadOnlyAdmin):
    list_display = ("user", "question", "created_at")
    list_select_related = ("user", "question")
    list_filter = ("created_at",)
    search_fields = ("=user__nickname", "=question__id")


@admin.register(QuestionTag)
class QuestionTagAdmin(ReadOnlyAdmin):
    list_display = ("question", "tag", "position")
    list_select_related = ("question", "tag")
    list_filter = ("position",)
    search_fields = ("=tag__name", "=question__id")


@admin.register(Draft)
class DraftAdmin(ReadOnlyAdmin):
    """Drafts are their authors' own: that they exist is shown, what they say is not."""

    list_display = ("author", "question", "updated_at")
    list_select_related = ("author", "question")
    list_filter = ("updated_at",)
    search_fields = ("=author__nickname",)
    fields = ("author", "question", "updated_at")


@admin.register(ViewFlush)
class ViewFlushAdmin(ReadOnlyAdmin):
    list_display = ("id", "created_at")
    list_filter = ("created_at",)
    search_fields = ("=id",)


@admin.register(TrendingTag)
class TrendingTagAdmin(ReadOnlyAdmin):
    list_display = ("tag", "region", "asked", "usual", "score", "counted_at")
    list_select_related = ("tag", "region")
    search_fields = ("=tag__name", "=region__name")
    ordering = ("-score", "-id")


@admin.register(SitemapPart)
class SitemapPartAdmin(ReadOnlyAdmin):
    list_display = ("number", "changed_at")
    search_fields = ("=number",)
    ordering = ("-number",)


@admin.register(DayCount)
class DayCountAdmin(ReadOnlyAdmin):
    list_display = ("day", "sido", "asked", "answered", "in_time", "accepted", "answers")
    list_select_related = ("sido",)
    list_filter = ("day",)
    search_fields = ("=sido__name",)
    ordering = ("-day", "sido_id")
