"""The outbox as an operator sees it: what happened, who has heard of it, what got stuck."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.admin import ReadOnlyAdmin, RetryAdmin
from apps.events import registry
from apps.events.models import DeadTask, Delivery, Event
from apps.events.services import burying, delivering


class TypeFilter(admin.SimpleListFilter):
    """Offers the known types; asking the table for its distinct values would read all of it."""

    title = _("이벤트 종류")
    parameter_name = "type"
    column = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in registry.event_types()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{self.column: self.value()}) if self.value() else queryset


class DeliveryTypeFilter(TypeFilter):
    column = "event__type"


class HandlerFilter(TypeFilter):
    title = _("받는 쪽")
    parameter_name = column = "handler"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in registry.handler_names()]


class DeliveryInline(admin.TabularInline):
    model = Delivery
    fields = readonly_fields = ("handler", "state", "attempts", "due_at", "done_at", "last_error")
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("id", "type", "payload", "occurred_at")
    list_filter = (TypeFilter, "occurred_at")
    search_fields = ("=id", "=type")
    ordering = ("-id",)
    list_per_page = 50
    inlines = (DeliveryInline,)


@admin.register(Delivery)
class DeliveryAdmin(RetryAdmin):
    list_display = ("id", "event_type", "handler", "state", "attempts", "due_at", "last_error")
    list_filter = ("state", HandlerFilter, DeliveryTypeFilter)
    list_select_related = ("event",)
    search_fields = ("=id", "=event__id", "=handler")
    ordering = ("-id",)
    list_per_page = 50

    @admin.display(description=_("이벤트"), ordering="event__type")
    def event_type(self, delivery: Delivery) -> str:
        return str(delivery.event)

    def revive(self, row: Any) -> bool:
        return delivering.retry(delivery_id=row.pk)


@admin.register(DeadTask)
class DeadTaskAdmin(RetryAdmin):
    list_display = ("id", "name", "queue", "error", "failed_at", "retried_at")
    list_filter = ("queue", ("retried_at", admin.EmptyFieldListFilter), "failed_at")
    search_fields = ("=id", "=name")
    ordering = ("-id",)
    list_per_page = 50

    def revive(self, row: Any) -> bool:
        return burying.revive(dead_task_id=row.pk)
