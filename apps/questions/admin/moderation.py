from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from apps.core.admin import ReadOnlyAdmin
from apps.core.errors import DomainError
from apps.questions import permissions
from apps.questions.services import removing


class ReasonForm(ActionForm):
    """Hiding and restoring ask why; the author and other moderators read it."""

    reason = forms.CharField(label=_("까닭"), required=False, max_length=200)


class ModeratedAdmin(ReadOnlyAdmin):
    """A kind of post that moderators hide and restore, one by one or many at once."""

    action_form = ReasonForm
    change_form_template = "admin/questions/post.html"
    actions = ("hide", "restore")
    date_hierarchy = "created_at"
    ordering = ("-id",)
    list_per_page = 50

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Posts can't be edited here, so the actions ask by themselves."""
        return permissions.can_moderate(request.user)

    def view_on_site(self, post: Any) -> str:
        address: str = post.get_absolute_url()
        return address

    def get_urls(self) -> list[URLPattern]:
        one = path(
            "<int:pk>/moderate/",
            self.admin_site.admin_view(require_POST(self.moderate)),
            name=f"questions_{self.opts.model_name}_moderate",
        )
        return [one, *super().get_urls()]

    def moderate(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hide (``wanted=hide``) or restore the one post that is being looked at."""
        post = self.get_object(request, str(pk))
        if post is None:
            raise Http404
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        act = self.hide if request.POST.get("wanted") == "hide" else self.restore
        act(request, [post])
        return redirect(f"admin:questions_{self.opts.model_name}_change", pk)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_moderate"] = self.has_moderate_permission(request)
        context["moderate_url"] = f"admin:questions_{self.opts.model_name}_moderate"
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(description=_("숨기기"), permissions=["moderate"])
    def hide(self, request: HttpRequest, queryset: Iterable[Any]) -> None:
        self._each(request, queryset, removing.hide, gettext("숨김: %(reason)s"))

    @admin.action(description=_("되살리기"), permissions=["moderate"])
    def restore(self, request: HttpRequest, queryset: Iterable[Any]) -> None:
        self._each(request, queryset, removing.restore, gettext("되살림: %(reason)s"))

    def _each(self, request: HttpRequest, posts: Iterable[Any], service: Any, entry: str) -> None:
        """Do it to each, and remember who did it and why."""
        reason = request.POST.get("reason", "")
        done = 0
        for post in posts:
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
