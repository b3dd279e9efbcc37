from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

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

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Posts can't be edited here, so the actions ask by themselves."""
        return request.user.is_moderator

    @admin.action(description=_("숨기기"), permissions=["moderate"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._each(request, queryset, removing.hide, gettext("숨김: %(reason)s"))

    @admin.action(description=_("되살리기"), permissions=["moderate"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._each(request, queryset, removing.restore, gettext("되살림: %(reason)s"))

    def _each(
        self, request: HttpRequest, queryset: QuerySet[Any], service: Any, entry: str
    ) -> None:
        """Do it to each, and remember who did it and why."""
        reason = request.POST.get("reason", "")
        done = 0
        for post in queryset:
            try:
                service(moderator=request.user, post=post, reason=reason)
            except DomainError as error:
                self.message_user(request, str(error.message), messages.ERROR)
                break
            self.log_change(request, post, entry % {"reason": reason})
            done += 1
        if done:
            text = ngettext("글 %(count)d개를 처리했어요.", "글 %(count)d개를 처리했어요.", done)
            self.message_user(request, text % {"count": done}, messages.SUCCESS)
