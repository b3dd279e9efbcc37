"""Reading what the settings page sent. The rules are in the service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.forms import ServiceForm
from apps.questions.models import Category
from apps.routing.models import Answerer
from apps.routing.services.preferences import Wishes

LIMITS = [(number, _("%(number)d번") % {"number": number}) for number in (1, 2, 3, 5, 10, 20)]


class WishesForm(ServiceForm):
    is_willing = forms.BooleanField(
        label=_("답변 요청 받기"),
        help_text=_("우리 동네와 내가 잘 아는 것에 대한 질문을 받아요."),
        required=False,
    )
    daily_limit = forms.TypedChoiceField(label=_("하루에 많아야"), choices=LIMITS, coerce=int)
    muted_categories = forms.ModelMultipleChoiceField(
        label=_("받지 않을 분류"), queryset=Category.objects.filter(is_active=True), required=False
    )

    @staticmethod
    def of(one: Answerer) -> dict[str, Any]:
        """What the form shows at first."""
        return {
            "is_willing": one.is_willing,
            "daily_limit": one.daily_limit,
            "muted_categories": one.muted_categories,
        }

    def as_wishes(self) -> Wishes:
        data = self.cleaned_data
        return Wishes(
            is_willing=data["is_willing"],
            daily_limit=data["daily_limit"],
            muted_categories=[category.pk for category in data["muted_categories"]],
        )
