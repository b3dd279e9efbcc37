from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.models import User
from apps.accounts.services import activation, nicknames, roles
from apps.accounts.services.profile import update_profile
from apps.core.errors import DomainError

ROLES = ("is_staff", "is_superuser", "groups")


class ReasonForm(ActionForm):
    """Stopping an account asks why; other moderators read it."""

    reason = forms.CharField(
        label=gettext_lazy("까닭"), required=False, max_length=activation.REASON_MAX
    )


class PersonForm(forms.ModelForm):
    acting_id: int | None = None

    def clean_nickname(self) -> str:
        try:
            return nicknames.choose(self.cleaned_data["nickname"], user=self.instance)
        except DomainError as error:
            raise forms.ValidationError(str(error.message), code=error.code) from error

    def clean_is_superuser(self) -> bool:
        """The service refuses it as well; here it can still be said beside the field."""
        wanted: bool = self.cleaned_data["is_superuser"]
        if self.instance.pk == self.acting_id and not wanted:
            raise forms.ValidationError(_("자기 권한은 스스로 내려놓을 수 없어요."))
        return wanted


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = PersonForm
    action_form = ReasonForm
    actions = ("deactivate", "activate")
    list_display = (
        "nickname",
        "email",
        "home_region",
        "level",
        "question_count",
        "answer_count",
        "accepted_count",
        "is_active",
        "is_staff",
        "date_joined",
    )
    list_filter = ("is_active", "is_staff", "level", "date_joined")
    list_select_related = ("home_region",)
    list_per_page = 50
    search_fields = ("^nickname", "=email", "=id")
    search_help_text = gettext_lazy("닉네임의 앞부분, 이메일, 번호")
    show_full_result_count = False
    ordering = ("-id",)
    autocomplete_fields = ("home_region",)
    filter_horizontal = ("groups",)
    fieldsets = (
        (None, {"fields": ("nickname", "home_region", "bio")}),
        (
            gettext_lazy("계정"),
            {
                "fields": (
                    "email",
                    "confirmed",
                    "is_active",
                    "deactivation_reason",
                    "last_login",
                    "date_joined",
                )
            },
        ),
        (
            gettext_lazy("활동"),
            {"fields": ("level", "question_count", "answer_count", "accepted_count")},
        ),
        (gettext_lazy("운영진"), {"fields": ROLES}),
    )
    readonly_fields = (
        "email",
        "confirmed",
        "is_active",
        "deactivation_reason",
        "last_login",
        "date_joined",
        "level",
        "question_count",
        "answer_count",
        "accepted_count",
    )

    @admin.display(description=gettext_lazy("이메일 확인"), boolean=True)
    def confirmed(self, user: User) -> bool:
        return bool(EmailAddress.objects.filter(user=user, verified=True).exists())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up; the first superuser comes from the command line."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What people wrote stays theirs; an account is stopped instead."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The staff's own accounts are changed by superusers only."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_staff or request.user.is_superuser)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return (
            self.readonly_fields if request.user.is_superuser else (*self.readonly_fields, *ROLES)
        )

    def get_form(
        self,
        request: HttpRequest,
        obj: User | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 Django's signature
        **kwargs: Any,
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"acting_id": request.user.pk})

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        data = form.cleaned_data
        update_profile(
            user=obj, nickname=data["nickname"], bio=data["bio"], home_region=data["home_region"]
        )
        if request.user.is_superuser:
            roles.set_roles(
                user=obj,
                by=request.user,
                is_staff=data["is_staff"],
                is_superuser=data["is_superuser"],
            )

    @admin.action(description=gettext_lazy("이용 멈추기"), permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        reason = request.POST.get("reason", "")
        self._each(
            request,
            queryset,
            partial(activation.deactivate, reason=reason),
            _("멈춤: %(reason)s") % {"reason": reason},
        )

    @admin.action(description=gettext_lazy("다시 이용하게 하기"), permissions=["change"])
    def activate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        stopped = queryset.filter(is_active=False)
        self._each(request, stopped, activation.activate, _("다시 이용"))

    def _each(
        self, request: HttpRequest, people: QuerySet[User], verb: Callable[..., User], entry: str
    ) -> None:
        """Do it to each, say who could not be, and remember who did it."""
        by = request.user
        assert by.is_authenticated  # noqa: S101 for the type checker; the admin's door says so
        done = 0
        for person in people:
            try:
                verb(user=person, by=by)
            except DomainError as error:
                self.message_user(request, f"{person}: {error.message}", messages.ERROR)
                continue
            self.log_change(request, person, entry)
            done += 1
        if done:
            text = ngettext("%(count)d명을 처리했어요.", "%(count)d명을 처리했어요.", done)
            self.message_user(request, text % {"count": done}, messages.SUCCESS)
