from __future__ import annotations

from django.contrib import admin

from apps.questions.admin.moderation import ModeratedAdmin
from apps.questions.models import Answer, Comment, Question


@admin.register(Question)
class QuestionAdmin(ModeratedAdmin):
    list_display = (
        "title",
        "author",
        "region",
        "category",
        "answer_count",
        "is_urgent",
        "status",
        "visibility",
        "created_at",
    )
    list_filter = ("visibility", "status", "is_urgent", "category", "created_at")
    list_select_related = ("author", "region", "category")
    search_fields = ("title", "=author__nickname", "=id")
    fields = (
        "title",
        "body",
        "author",
        "region",
        "category",
        ("status", "visibility", "hidden_reason"),
        ("is_urgent", "bounty"),
        ("answer_count", "score", "me_too_count", "bookmark_count", "view_count"),
        ("created_at", "edited_at"),
    )


@admin.register(Answer)
class AnswerAdmin(ModeratedAdmin):
    list_display = ("__str__", "author", "question", "score", "visibility", "created_at")
    list_filter = ("visibility", "created_at")
    list_select_related = ("author", "question")
    search_fields = ("body", "=author__nickname", "=id", "=question__id")
    fields = (
        "question",
        "author",
        "body",
        ("visibility", "hidden_reason"),
        "score",
        ("created_at", "edited_at"),
    )


@admin.register(Comment)
class CommentAdmin(ModeratedAdmin):
    list_display = ("__str__", "author", "question", "visibility", "created_at")
    list_filter = ("visibility", "created_at")
    list_select_related = ("author", "question")
    search_fields = ("body", "=author__nickname", "=id", "=question__id")
    fields = ("question", "author", "body", ("visibility", "hidden_reason"), "created_at")
