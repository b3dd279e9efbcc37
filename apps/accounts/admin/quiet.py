from __future__ import annotations

from django.contrib import admin

from apps.accounts.models import QuietHours
from apps.core.admin import ReadOnlyAdmin


@admin.register(QuietHours)
class QuietHoursAdmin(ReadOnlyAdmin):
    list_display = ("person", "begins", "ends", "time_zone", "paused_until")
    list_select_related = ("person",)
    search_fields = ("=person__nickname",)
    ordering = ("-person_id",)
