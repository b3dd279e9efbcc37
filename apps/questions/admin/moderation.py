from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.admin import ReadOnlyAdmin
from apps.core.errors import DomainError
from apps.questions.services import removing


class ReasonForm(ActionForm):
    """Hiding and restoring ask why; the author and other moderators read it."""

    reason = forms.CharField(label=_("까닭"), required=False, max_length=200)


class ModeratedAdmin(ReadOnlyAdmin):
    """A kind of post that moderators hide and restore, one by one or many at once."""

    action_form = ReasonForm
    actions = ("hide", "restore")
    date_hierarchy = "created_at"
    ordering = ("-id",)
    list_per_page = 50

    @admin.action(description=_("숨기기"))
    def hide(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._each(request, queryset, removing.hide)

    @admin.action(description=_("되살리기"))
    def restore(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._each(request, queryset, removing.restore)

    def _each(self, request: HttpRequest, queryset: QuerySet[Any], service: Any) -> None:
        reason = request.POST.get("reason", "")
        done = 0
        for post in queryset:
            try:
                service(moderator=request.user, post=post, reason=reason)
            except DomainError as error:
                self.message_user(request, str(error.message), messages.ERROR)
                break
            done += 1
        if done:
            text = ngettext("글 %(count)d개를 처리했어요.", "글 %(count)d개를 처리했어요.", done)
            self.message_user(request, text % {"count": done}, messages.SUCCESS)
