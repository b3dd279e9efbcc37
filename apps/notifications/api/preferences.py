"""What somebody wants to hear, where, and when not, for the app."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.models import QuietHours, User
from apps.accounts.quiet import hours_of
from apps.accounts.services import quieting
from apps.core.api.views import ApiView
from apps.core.errors import DomainError
from apps.core.ratelimit import check_request
from apps.notifications.enums import Channel, Frequency
from apps.notifications.facts import is_chosen, preferences_of
from apps.notifications.kinds.registry import to_choose
from apps.notifications.services.preferring import Choices, prefer
from apps.questions.api.requests import SignedInRequest


class ChoiceSerializer(serializers.Serializer):
    """Whether messages of a kind go a way."""

    kind = serializers.CharField(max_length=20)
    kind_label = serializers.CharField(read_only=True)
    channel = serializers.ChoiceField(choices=Channel.choices)
    channel_label = serializers.CharField(read_only=True)
    is_on = serializers.BooleanField()


class PreferencesSerializer(serializers.Serializer):
    """``choices`` has one line for each kind and way there is; to change some, those are enough.

    ``quiet_from`` and ``quiet_to`` are full hours of ``time_zone`` (IANA name), both null for no quiet hours.
    ``is_paused`` is "no more today"; ``paused_until`` says when that ends.
    """

    choices = ChoiceSerializer(many=True)
    daily_limit = serializers.IntegerField(
        help_text="Messages a day at most, by all ways together."
    )
    digest = serializers.ChoiceField(choices=Frequency.choices)
    quiet_from = serializers.IntegerField(allow_null=True)
    quiet_to = serializers.IntegerField(allow_null=True)
    time_zone = serializers.CharField(max_length=40)
    is_paused = serializers.BooleanField()
    paused_until = serializers.DateTimeField(read_only=True, allow_null=True)


class ChangePreferencesSerializer(PreferencesSerializer):
    """Any part of it. Not ``partial``, which would let choices through that are half a choice."""

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class NotificationPreferencesView(ApiView):
    """What the person signed in wants to hear."""

    @extend_schema(operation_id="get_notification_preferences", responses=PreferencesSerializer)
    def get(self, request: SignedInRequest) -> Response:
        """Kinds and ways with whether they are on, the daily limit, the digest and the quiet hours."""
        check_request(request, "read_api")
        return _preferences(request.user)

    @extend_schema(
        operation_id="change_notification_preferences",
        request=ChangePreferencesSerializer,
        responses=PreferencesSerializer,
    )
    def patch(self, request: SignedInRequest) -> Response:
        """Change what is sent and nothing else; if any of it is refused, nothing is changed."""
        check_request(request, "settings")
        form = ChangePreferencesSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        _change(request.user, form.validated_data)
        return _preferences(request.user)


@transaction.atomic
def _change(person: User, sent: dict[str, Any]) -> None:
    if {"choices", "daily_limit", "digest"} & sent.keys():
        prefer(
            person=person,
            choices=_choices(sent.get("choices")),
            daily_limit=sent.get("daily_limit"),
            digest=sent.get("digest"),
        )
    if {"quiet_from", "quiet_to", "time_zone"} & sent.keys():
        _quieten(person, sent)
    if "is_paused" in sent:
        verb = quieting.pause_today if sent["is_paused"] else quieting.resume
        verb(person=person)


def _choices(sent: list[dict[str, Any]] | None) -> Choices | None:
    if sent is None:
        return None
    return {(each["kind"], Channel(each["channel"])): each["is_on"] for each in sent}


def _quieten(person: User, sent: dict[str, Any]) -> None:
    """What is not sent stays as it is; half a pair of hours is a mistake."""
    kept = hours_of(person)
    begins, ends = sent.get("quiet_from", kept.begins), sent.get("quiet_to", kept.ends)
    if (begins is None) != (ends is None):
        raise DomainError(
            _("방해 금지 시간은 시작과 끝을 함께 정해 주세요."),
            field="quiet_from" if begins is None else "quiet_to",
        )
    quieting.set_quiet_hours(
        person=person,
        hours=None if begins is None or ends is None else (begins, ends),
        time_zone=sent.get("time_zone", kept.time_zone),
    )


def _preferences(person: User) -> Response:
    wishes, hours = preferences_of(person.pk), hours_of(person)
    paused_until = _paused_until(hours)
    shown = {
        "choices": [
            {
                "kind": kind.code,
                "kind_label": kind.label,
                "channel": channel,
                "channel_label": channel.label,
                "is_on": is_chosen(wishes, kind.code, channel),
            }
            for kind in to_choose()
            for channel in Channel
            if kind.may_go_by(channel)
        ],
        "daily_limit": wishes.daily_limit,
        "digest": wishes.digest,
        "quiet_from": hours.begins,
        "quiet_to": hours.ends,
        "time_zone": hours.time_zone,
        "is_paused": paused_until is not None,
        "paused_until": paused_until,
    }
    return Response(PreferencesSerializer(shown).data)


def _paused_until(hours: QuietHours) -> datetime | None:
    """A pause that is over is none."""
    ends = hours.paused_until
    return ends if ends is not None and ends > timezone.now() else None
