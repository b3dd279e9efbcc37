from __future__ import annotations

from django.contrib import admin

from apps.accounts.models import Block
from apps.core.admin import ReadOnlyAdmin


@admin.register(Block)
class BlockAdmin(ReadOnlyAdmin):
    list_display = ("id", "blocker", "blocked", "created_at")
    list_filter = ("created_at",)
    list_select_related = ("blocker", "blocked")
    search_fields = ("=blocker__nickname", "=blocked__nickname")
    ordering = ("-id",)
