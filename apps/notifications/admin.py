from __future__ import annotations

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.notifications.models import Notification


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ("id", "recipient", "kind", "actor", "question", "happened_at", "read_at")
    list_filter = ("kind", ("read_at", admin.EmptyFieldListFilter), "happened_at")
    list_select_related = ("recipient", "actor", "question")
    search_fields = ("=id", "=recipient__nickname", "=actor__nickname", "=question__id")
    ordering = ("-id",)
    list_per_page = 50
