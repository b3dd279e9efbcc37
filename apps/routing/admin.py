"""How looking for answers goes, for moderators: what nobody has answered comes first."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.admin import ReadOnlyAdmin
from apps.core.enums import Visibility
from apps.questions.enums import Status
from apps.routing.enums import Outcome
from apps.routing.models import Answerer, AnswerRequest, Rhythm, Route, Skill


class WantedFilter(admin.SimpleListFilter):
    """Questions that the promise was broken to and that still want an answer."""

    title = _("도움이 필요한 질문")
    parameter_name = "wanted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("10분이 지났고 아직 답이 없음"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Route]) -> QuerySet[Route]:
        if not self.value():
            return queryset
        return queryset.filter(
            outcome=Outcome.UNANSWERED,
            question__answer_count=0,
            question__status=Status.OPEN,
            question__visibility=Visibility.VISIBLE,
        )


@admin.register(Route)
class RouteAdmin(ReadOnlyAdmin):
    list_display = ("question", "started_at", "wave", "asked_count", "outcome", "due_at")
    list_filter = (WantedFilter, "outcome", "started_at")
    list_select_related = ("question",)
    search_fields = ("=question__id",)
    ordering = ("-started_at",)
    list_per_page = 50


@admin.register(AnswerRequest)
class AnswerRequestAdmin(ReadOnlyAdmin):
    list_display = ("id", "question", "person", "wave", "state", "chance", "asked_at")
    list_filter = ("state", "wave", "asked_at")
    list_select_related = ("question", "person")
    search_fields = ("=id", "=question__id", "=person__nickname")
    ordering = ("-id",)
    list_per_page = 50


@admin.register(Answerer)
class AnswererAdmin(ReadOnlyAdmin):
    list_display = ("person", "emd", "is_willing", "daily_limit", "asked_today", "reach", "here_at")
    list_filter = ("is_willing",)
    list_select_related = ("person", "emd")
    search_fields = ("=person__nickname",)
    ordering = ("-person",)
    list_per_page = 50


@admin.register(Skill)
class SkillAdmin(ReadOnlyAdmin):
    list_display = ("id", "person", "sigungu", "category", "tag")
    list_select_related = ("person", "sigungu", "category", "tag")
    search_fields = ("=person__nickname", "=tag__name")
    ordering = ("-id",)
    list_per_page = 50


@admin.register(Rhythm)
class RhythmAdmin(ReadOnlyAdmin):
    list_display = ("person", "since", "counted_hour")
    list_select_related = ("person",)
    search_fields = ("=person__nickname",)
    ordering = ("-person",)
    list_per_page = 50
