"""Reading what a page sent. Types are checked here, rules in the services, so that the API has them too."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError, KeyReused
from apps.core.forms import ServiceForm
from apps.questions import geometry, limits, queries
from apps.questions.models import Category
from apps.questions.nearby import Order
from apps.questions.services.locating import Pin
from apps.questions.validators import split_tags
from apps.regions.models import Region
from apps.regions.queries import by_id

NEARBY_KM = 5
BOUNTIES = [
    (0, _("걸지 않기")),
    *((points, _("%(points)dP") % {"points": points}) for points in limits.BOUNTY_CHOICES[1:]),
]


class OnceForm(ServiceForm):
    """Carries a key with which a second click writes nothing new."""

    idempotency_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"idempotency_key": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def add_domain_error(self, error: DomainError) -> None:
        """What was typed stays; sent once more, it is something new."""
        super().add_domain_error(error)
        if isinstance(error, KeyReused):
            self.resend_with(idempotency_key=str(uuid.uuid4()))


class CategoryField(forms.CharField):
    """The slug of a category in use."""

    def clean(self, value: Any) -> Category | None:
        slug = super().clean(value)
        found = next((each for each in queries.active_categories() if each.slug == slug), None)
        if slug and found is None:
            raise forms.ValidationError(_("분류를 골라 주세요."), code="invalid_choice")
        return found


class RegionField(forms.CharField):
    """The id of a region."""

    def clean(self, value: Any) -> Region | None:
        text = super().clean(value)
        found = by_id(text)
        if text and found is None:
            raise forms.ValidationError(
                _("어느 동네 이야기인지 다시 골라 주세요."), code="invalid_choice"
            )
        return found


class QuestionFields(forms.Form):
    title = forms.CharField(
        label=_("제목"),
        help_text=_("한 문장으로 또렷하게 물어보면 답이 빨라요."),
        required=False,
        strip=False,
        widget=forms.TextInput(
            attrs={"placeholder": _("예: 애월에 지금 문 연 약국 있나요?"), "autocomplete": "off"}
        ),
    )
    body = forms.CharField(
        label=_("자세한 내용"), required=False, strip=False, widget=forms.Textarea
    )
    category = CategoryField(label=_("분류"), required=False)
    tags = forms.CharField(
        label=_("태그"),
        help_text=_("띄어쓰기나 쉼표로 나눠 다섯 개까지 적어요. 예: 애월 주차 아이랑"),
        required=False,
        strip=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "data-tags": reverse_lazy("questions_api:tags"),
                "data-offers": _("이미 쓰는 태그"),
            }
        ),
    )
    is_urgent = forms.BooleanField(
        label=_("급해요"),
        help_text=_("지금 당장 필요한 질문이에요. ‘급해요’ 목록에도 보여요."),
        required=False,
    )

    # Only a script can fill these in, from the position of the device.
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    lng = forms.FloatField(required=False, widget=forms.HiddenInput)
    is_public_place = forms.BooleanField(
        label=_("공공장소예요 (정확한 위치 보이기)"),
        help_text=_(
            "가게나 해변처럼 누구나 가는 곳일 때만 골라 주세요. 고르지 않으면 100m쯤 흐리게 남겨요."
        ),
        required=False,
    )

    def clean_tags(self) -> list[str]:
        return split_tags(self.cleaned_data["tags"])

    def as_arguments(self) -> dict[str, Any]:
        """What the services take, but for the point: (latitude, longitude) or none."""
        data = dict(self.cleaned_data)
        lat, lng = data.pop("lat"), data.pop("lng")
        data["point"] = (lat, lng) if lat is not None and lng is not None else None
        return data


class AskForm(OnceForm, QuestionFields):
    # As they stand on the page; what is wrong is told in this order.
    field_order = ("title", "region", "category", "is_public_place", "body", "tags")
    region = RegionField(label=_("지역"), required=False)
    bounty = forms.TypedChoiceField(
        label=_("현상 포인트"),
        help_text=_("채택한 답변에 드려요. 채택 없이 마감하면 돌려받아요."),
        choices=BOUNTIES,
        coerce=int,
        required=False,
        error_messages={"invalid_choice": _("고를 수 있는 포인트 가운데에서 골라 주세요.")},
    )

    def as_arguments(self) -> dict[str, Any]:
        """What ``services.asking.ask`` takes."""
        data = super().as_arguments()
        return data | {"bounty": data["bounty"] or 0}


class VersionedForm(ServiceForm):
    """Says which version was edited, so that nobody's change is lost unseen."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def rebase(self, version: int) -> None:
        """Keep what was typed; the next save is on top of ``version``."""
        self.resend_with(version=str(version))


class EditQuestionForm(VersionedForm, QuestionFields):
    def as_arguments(self) -> dict[str, Any]:
        """What ``services.editing.edit_question`` takes."""
        data = super().as_arguments()
        pin = Pin(data.pop("point"), data.pop("is_public_place"))
        return data | {"pin": pin if "lat" in self.data else None}


class NearbyForm(forms.Form):
    """Around which point, how far and in which order; what is not understood is the first choice."""

    lat = forms.FloatField(min_value=-90, max_value=90, required=False)
    lng = forms.FloatField(min_value=-180, max_value=180, required=False)
    km = forms.FloatField(required=False)
    order = forms.ChoiceField(choices=Order.choices, required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        point: dict[str, float | None] = {"lat": data.get("lat"), "lng": data.get("lng")}
        if None in point.values():
            point = dict.fromkeys(point)
        self.cleaned_data = {
            **{
                name: degrees and round(degrees, geometry.DIGITS) for name, degrees in point.items()
            },
            "km": geometry.radius_of(data.get("km") or NEARBY_KM),
            "order": data.get("order") or Order.NEAR.value,
        }
        return self.cleaned_data

    @property
    def is_finer_than_kept(self) -> bool:
        """Whether the address says more exactly than 100 m where somebody is."""
        return any(
            self.cleaned_data[name] is not None
            and self.data[name] != f"{self.cleaned_data[name]:.3f}"
            for name in ("lat", "lng")
        )

    def carried(self) -> dict[str, str]:
        """What the choice of another place keeps."""
        return {"km": str(self.cleaned_data["km"]), "order": self.cleaned_data["order"]}

    def address(self) -> str:
        place = {name: f"{self.cleaned_data[name]:.3f}" for name in ("lat", "lng")}
        return f"{reverse('questions:nearby')}?{urlencode(place | self.carried())}"


class AnswerForm(OnceForm):
    body = forms.CharField(label=_("답변"), required=False, strip=False, widget=forms.Textarea)


class EditAnswerForm(VersionedForm):
    body = forms.CharField(label=_("답변"), required=False, strip=False, widget=forms.Textarea)


class CommentForm(OnceForm):
    body = forms.CharField(label=_("댓글"), required=False, strip=False, widget=forms.Textarea)


class VoteForm(forms.Form):
    value = forms.TypedChoiceField(choices=[(1, "1"), (0, "0"), (-1, "-1")], coerce=int)


class SwitchForm(forms.Form):
    """What the switch should be, not that it was pressed: twice is once."""

    wanted = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda v: v == "1")


class SolutionForm(forms.Form):
    """The id of the question that had the answer."""

    solved_by = forms.IntegerField(min_value=1, max_value=2**63 - 1)
