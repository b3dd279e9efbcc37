"""The books as an operator reads them. Nobody writes here: points move through the services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.admin import ReadOnlyAdmin
from apps.points import badges
from apps.points.models import Account, Badge, Entry, Transaction


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "kind", "balance", "earned")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("=id", "=user__nickname", "=user__email")
    ordering = ("-id",)
    fields = ("user", "kind", "balance", "earned", "total")
    readonly_fields = ("total",)

    @admin.display(description=_("내역 합계"))
    def total(self, account: Account) -> int:
        """The balance of the site's own accounts, and a check of a person's."""
        return account.entries.total()


class EntryInline(admin.TabularInline):
    model = Entry
    fields = readonly_fields = ("account", "amount", "earned", "balance_after")
    can_delete = False
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("account__user")

    def has_add_permission(self, request: HttpRequest, obj: Transaction | None = None) -> bool:
        return False


@admin.register(Transaction)
class TransactionAdmin(ReadOnlyAdmin):
    list_display = ("id", "rule", "reference", "question_id", "created_at")
    list_filter = ("rule", "created_at")
    search_fields = ("=id", "=reference", "=question_id", "=entries__account__user__nickname")
    ordering = ("-id",)
    list_per_page = 50
    fields = ("rule", "reference", "question_id", "reverses", "created_at")
    readonly_fields = ("created_at",)
    inlines = (EntryInline,)


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ("id", "account", "amount", "earned", "balance_after", "transaction")
    list_filter = ("transaction__rule", "created_at")
    list_select_related = ("account__user", "transaction")
    search_fields = ("=account__user__nickname", "=transaction__reference", "=transaction__id")
    ordering = ("-id",)
    list_per_page = 50


class BadgeFilter(admin.SimpleListFilter):
    title = _("배지")
    parameter_name = "code"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(badge.code, str(badge.name)) for badge in badges.BADGES]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(code=self.value()) if self.value() else queryset


@admin.register(Badge)
class BadgeAdmin(ReadOnlyAdmin):
    list_display = ("name", "user", "awarded_at")
    list_filter = (BadgeFilter, "awarded_at")
    list_select_related = ("user",)
    search_fields = ("=user__nickname", "=code")
    ordering = ("-id",)
    list_per_page = 50

    @admin.display(description=_("배지"), ordering="code")
    def name(self, badge: Badge) -> str:
        known = badges.BY_CODE.get(badge.code)
        return str(known.name) if known else badge.code
