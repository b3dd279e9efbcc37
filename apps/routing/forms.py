"""Reading what the settings page sent. The rules are in the service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.forms import ServiceForm
from apps.questions.models import Category
from apps.routing.models import Answerer
from apps.routing.services.preferences import Wishes

HOURS = [(hour, _("%(hour)d시") % {"hour": hour}) for hour in range(24)]
LIMITS = [(number, _("%(number)d번") % {"number": number}) for number in (1, 2, 3, 5, 10, 20)]


class WishesForm(ServiceForm):
    is_willing = forms.BooleanField(
        label=_("답변 요청 받기"),
        help_text=_("우리 동네와 내가 잘 아는 것에 대한 질문을 받아요."),
        required=False,
    )
    daily_limit = forms.TypedChoiceField(label=_("하루에 많아야"), choices=LIMITS, coerce=int)
    has_quiet_hours = forms.BooleanField(
        label=_("방해 금지 시간 쓰기"),
        help_text=_("이 시간에는 동네물어봐를 보고 있을 때만 물어봐요."),
        required=False,
    )
    quiet_from = forms.TypedChoiceField(label=_("방해 금지 시작"), choices=HOURS, coerce=int)
    quiet_to = forms.TypedChoiceField(label=_("방해 금지 끝"), choices=HOURS, coerce=int)
    muted_categories = forms.ModelMultipleChoiceField(
        label=_("받지 않을 분류"), queryset=Category.objects.filter(is_active=True), required=False
    )
    is_pause_over = forms.BooleanField(label=_("쉬기를 끝내고 다시 받기"), required=False)

    @staticmethod
    def of(one: Answerer) -> dict[str, Any]:
        """What the form shows at first."""
        quiet = one.quiet_from is not None
        return {
            "is_willing": one.is_willing,
            "daily_limit": one.daily_limit,
            "has_quiet_hours": quiet,
            "quiet_from": one.quiet_from if quiet else 23,
            "quiet_to": one.quiet_to if quiet else 7,
            "muted_categories": one.muted_categories,
        }

    def as_wishes(self) -> Wishes:
        data = self.cleaned_data
        return Wishes(
            is_willing=data["is_willing"],
            daily_limit=data["daily_limit"],
            quiet=(data["quiet_from"], data["quiet_to"]) if data["has_quiet_hours"] else None,
            muted_categories=[category.pk for category in data["muted_categories"]],
            is_pause_over=data["is_pause_over"],
        )
