from __future__ import annotations

from django.contrib import admin
from django.db.models import BigIntegerField, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.questions import lookup
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
    # ``found_by`` looks for them.
    search_fields = ("=id",)
    search_help_text = _(
        "제목과 내용에 있는 말, 닉네임, 번호. 숨긴 질문은 닉네임이나 번호로 찾아요."
    )
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

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Question], search_term: str
    ) -> tuple[QuerySet[Question], bool]:
        return (queryset.filter(found_by(search_term)) if search_term else queryset), False


def found_by(text: str) -> Q:
    """By number, by who asked, or by what the search finds: each has an index."""
    text = text.strip()
    asker = User.objects.by_nickname(text).values_list("pk", flat=True).first()
    meant = Q(pk__in=lookup.found(text)) | Q(author_id=asker)
    if text.isdecimal() and int(text) <= BigIntegerField.MAX_BIGINT:
        meant |= Q(pk=int(text))
    return meant


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
