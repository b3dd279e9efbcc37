from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.questions.models import Category
from apps.questions.queries import active_categories


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ("name", "slug", "icon", "position", "is_active")
    list_editable = ("position", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "slug")

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: Any) -> None:
        super().save_model(request, obj, form, change)
        active_categories.forget()

    def has_delete_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        """Questions belong to it; switch it off instead."""
        return False
