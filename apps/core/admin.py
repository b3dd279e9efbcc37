from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only the services write."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RetryAdmin(ReadOnlyAdmin):
    """Rows of what is tried by itself until it has failed for good; then an operator may send it again."""

    actions = ("try_again",)

    def revive(self, row: Any) -> bool:
        """Whether it was dead and is tried again now."""
        raise NotImplementedError

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Rows can't be edited, so the action asks for the right to change by itself."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    @admin.action(description=_("다시 시도"), permissions=["retry"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        revived = sum(self.revive(row) for row in queryset)
        text = ngettext(
            "실패한 %(count)d건을 다시 보내요.", "실패한 %(count)d건을 다시 보내요.", revived
        )
        level = messages.SUCCESS if revived else messages.WARNING
        self.message_user(request, text % {"count": revived}, level)
