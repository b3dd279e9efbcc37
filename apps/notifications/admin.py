"""What people were told, what left the site, and what did not."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.admin import ReadOnlyAdmin, RetryAdmin
from apps.notifications.kinds.registry import everything
from apps.notifications.models import (
    Device,
    Digest,
    Dispatch,
    Notification,
    Preferences,
    Suppression,
    Watch,
)
from apps.notifications.services import sending


class KindFilter(admin.SimpleListFilter):
    """Offers the known kinds; asking the table for its distinct values would read all of it."""

    title = _("종류")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.code, str(kind.label or kind.code)) for kind in everything()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ("id", "recipient", "kind", "actor", "question", "happened_at", "read_at")
    list_filter = (KindFilter, ("read_at", admin.EmptyFieldListFilter), "happened_at")
    list_select_related = ("recipient", "actor", "question")
    search_fields = ("=id", "=recipient__nickname", "=actor__nickname", "=question__id")
    ordering = ("-id",)
    list_per_page = 50


@admin.register(Dispatch)
class DispatchAdmin(RetryAdmin):
    list_display = (
        "id", "person", "channel", "state", "why", "attempts", "due_at", "sent_at", "opened_at",
        "last_error",
    )  # fmt: skip
    list_filter = ("state", "channel", "why")
    list_select_related = ("person",)
    search_fields = ("=id", "=person__nickname", "=notification__id")
    ordering = ("-id",)
    list_per_page = 50

    def revive(self, row: Any) -> bool:
        return sending.retry(dispatch_id=row.pk)


@admin.register(Device)
class DeviceAdmin(ReadOnlyAdmin):
    list_display = ("id", "person", "platform", "name", "created_at", "seen_at")
    list_filter = ("platform",)
    list_select_related = ("person",)
    # Whoever has the address and the keys could push to the device.
    exclude = ("token", "p256dh", "auth")
    search_fields = ("=id", "=person__nickname")
    ordering = ("-id",)


@admin.register(Suppression)
class SuppressionAdmin(admin.ModelAdmin):
    """Removing a row lets mail go to the address again."""

    list_display = ("id", "email", "trouble", "detail", "created_at")
    list_filter = ("trouble",)
    search_fields = ("email",)
    ordering = ("-id",)


@admin.register(Preferences)
class PreferencesAdmin(ReadOnlyAdmin):
    list_display = ("person", "daily_limit", "digest")
    list_filter = ("digest",)
    list_select_related = ("person",)
    search_fields = ("=person__nickname",)
    ordering = ("-person_id",)


@admin.register(Watch)
class WatchAdmin(ReadOnlyAdmin):
    list_display = ("id", "person", "mode", "tag", "region", "question", "about")
    list_filter = ("mode",)
    list_select_related = ("person", "tag", "region", "question", "about")
    search_fields = ("=id", "=person__nickname")
    ordering = ("-id",)


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    list_display = ("id", "person", "frequency", "day", "created_at")
    list_filter = ("frequency",)
    list_select_related = ("person",)
    search_fields = ("=id", "=person__nickname")
    ordering = ("-id",)
