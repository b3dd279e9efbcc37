"""Reading what a page sent. Types are checked here, rules in the services, so that the API has them too."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError
from apps.questions import limits
from apps.questions.models import Category
from apps.questions.validators import split_tags
from apps.regions.models import Region

BOUNTIES = [
    (0, _("걸지 않기")),
    *((points, _("%(points)dP") % {"points": points}) for points in limits.BOUNTY_CHOICES[1:]),
]


class ServiceForm(forms.Form):
    """A form whose rules live in a service; the service's errors land beside its fields."""

    use_required_attribute = False

    def add_domain_error(self, error: DomainError) -> None:
        for name, messages in error.by_field().items():
            known = name if name in self.fields else None
            for message in messages:
                self.add_error(known, str(message))


class OnceForm(ServiceForm):
    """Carries a key with which a second click writes nothing new."""

    idempotency_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"idempotency_key": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class QuestionFields(forms.Form):
    title = forms.CharField(label=_("제목"), required=False, strip=False)
    body = forms.CharField(
        label=_("자세한 내용"), required=False, strip=False, widget=forms.Textarea
    )
    category = forms.ModelChoiceField(
        label=_("분류"),
        queryset=Category.objects.filter(is_active=True),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": _("분류를 골라 주세요.")},
    )
    tags = forms.CharField(label=_("태그"), required=False, strip=False)
    is_urgent = forms.BooleanField(label=_("급해요"), required=False)

    def clean_tags(self) -> list[str]:
        return split_tags(self.cleaned_data["tags"])


class AskForm(OnceForm, QuestionFields):
    region = forms.ModelChoiceField(
        label=_("지역"),
        queryset=Region.objects.all(),
        required=False,
        error_messages={"invalid_choice": _("어느 동네 이야기인지 다시 골라 주세요.")},
    )
    bounty = forms.TypedChoiceField(
        label=_("현상 포인트"),
        choices=BOUNTIES,
        coerce=int,
        required=False,
        error_messages={"invalid_choice": _("고를 수 있는 포인트 가운데에서 골라 주세요.")},
    )
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    lng = forms.FloatField(required=False, widget=forms.HiddenInput)

    def as_arguments(self) -> dict[str, Any]:
        """What ``services.asking.ask`` takes."""
        data = dict(self.cleaned_data)
        lat, lng = data.pop("lat"), data.pop("lng")
        data["point"] = (lat, lng) if lat is not None and lng is not None else None
        data["bounty"] = data["bounty"] or 0
        return data


class VersionedForm(ServiceForm):
    """Says which version was edited, so that nobody's change is lost unseen."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def rebase(self, version: int) -> None:
        """Keep what was typed; the next save is on top of ``version``."""
        self.data = {**{name: self.data[name] for name in self.data}, "version": str(version)}


class EditQuestionForm(VersionedForm, QuestionFields):
    pass


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
