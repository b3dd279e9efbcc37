"""Reading what the settings page sent. The rules are in the services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import QUIET_BEGINS, QUIET_ENDS, TIME_ZONE, QuietHours
from apps.core.forms import ServiceForm
from apps.notifications.enums import Channel, Frequency
from apps.notifications.facts import is_chosen
from apps.notifications.kinds.registry import Kind, to_choose
from apps.notifications.models import Preferences

HOURS = [(hour, _("%(hour)d시") % {"hour": hour}) for hour in range(24)]
LIMITS = [(number, _("%(number)d개") % {"number": number}) for number in (3, 5, 10, 20, 50, 100)]
# Where people of this site live or travel from; others are kept if they were set elsewhere.
ZONES = (
    ("Asia/Seoul", _("한국 (서울)")),
    ("Asia/Tokyo", _("일본 (도쿄)")),
    ("Asia/Shanghai", _("중국 (상하이)")),
    ("Asia/Taipei", _("대만 (타이베이)")),
    ("Asia/Singapore", _("싱가포르")),
    ("Asia/Bangkok", _("태국 (방콕)")),
    ("Asia/Ho_Chi_Minh", _("베트남 (호찌민)")),
    ("Australia/Sydney", _("호주 (시드니)")),
    ("Europe/Berlin", _("독일 (베를린)")),
    ("Europe/London", _("영국 (런던)")),
    ("America/New_York", _("미국 동부 (뉴욕)")),
    ("America/Los_Angeles", _("미국 서부 (로스앤젤레스)")),
)


@dataclass(frozen=True)
class Cell:
    """A kind and a way: ticked or not; without a ``name`` there is no such way."""

    name: str
    label: str | Promise
    is_on: bool


class SettingsForm(ServiceForm):
    daily_limit = forms.TypedChoiceField(
        label=_("하루에 많아야"),
        help_text=_("푸시와 이메일을 합쳐서 세고, 넘으면 알림함에만 남겨요."),
        choices=LIMITS,
        coerce=int,
    )
    has_quiet_hours = forms.BooleanField(
        label=_("방해 금지 시간 쓰기"),
        help_text=_("이 시간에는 아무것도 보내지 않고, 끝나면 모아서 알려 드려요."),
        required=False,
    )
    quiet_from = forms.TypedChoiceField(label=_("방해 금지 시작"), choices=HOURS, coerce=int)
    quiet_to = forms.TypedChoiceField(label=_("방해 금지 끝"), choices=HOURS, coerce=int)
    time_zone = forms.ChoiceField(label=_("시간대"), choices=ZONES)
    digest = forms.ChoiceField(
        label=_("소식 모음 받기"),
        help_text=_(
            "우리 동네와 지켜보는 태그의 소식을 메일로 모아 드려요. 소식이 없으면 보내지 않아요."
        ),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, hours: QuietHours, wishes: Preferences, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit: Any = self.fields["daily_limit"]
        if wishes.daily_limit not in dict(LIMITS):
            own = (wishes.daily_limit, _("%(number)d개") % {"number": wishes.daily_limit})
            limit.choices = sorted([*LIMITS, own])
        zone: Any = self.fields["time_zone"]
        if hours.time_zone not in dict(ZONES):
            zone.choices = [*ZONES, (hours.time_zone, hours.time_zone)]

    @staticmethod
    def of(wishes: Preferences, hours: QuietHours) -> dict[str, Any]:
        """What the form shows at first."""
        quiet = hours.begins is not None
        return {
            "daily_limit": wishes.daily_limit,
            "has_quiet_hours": quiet,
            "quiet_from": hours.begins if quiet else QUIET_BEGINS,
            "quiet_to": hours.ends if quiet else QUIET_ENDS,
            "time_zone": hours.time_zone,
            "digest": wishes.digest,
        }

    @property
    def quiet(self) -> tuple[int, int] | None:
        data = self.cleaned_data
        return (data["quiet_from"], data["quiet_to"]) if data["has_quiet_hours"] else None

    def choices(self) -> dict[tuple[str, Channel], bool]:
        """Boxes that are not ticked are not sent, so every way there is counts."""
        ticked = set(self.data.getlist("choices")) if hasattr(self.data, "getlist") else set()
        return {
            (kind.code, channel): f"{kind.code}.{channel}" in ticked
            for kind in to_choose()
            for channel in Channel
            if kind.may_go_by(channel)
        }


def matrix(wishes: Preferences, chosen: dict[tuple[str, Channel], bool] | None = None) -> list[Any]:
    """Rows of kinds, each with its cells; as ``chosen`` just now, else as kept."""
    return [
        (kind, [_cell(kind, channel, wishes, chosen) for channel in Channel])
        for kind in to_choose()
    ]


def _cell(
    kind: Kind,
    channel: Channel,
    wishes: Preferences,
    chosen: dict[tuple[str, Channel], bool] | None,
) -> Cell:
    if not kind.may_go_by(channel):
        return Cell("", channel.label, is_on=False)
    key = (kind.code, channel)
    is_on = chosen[key] if chosen else is_chosen(wishes, kind.code, channel)
    return Cell(f"{kind.code}.{channel}", channel.label, is_on=is_on)


def local_time(hours: QuietHours) -> str:
    """What the clock shows where the person is, so that a wrong zone is noticed."""
    return timezone.now().astimezone(ZoneInfo(hours.time_zone or TIME_ZONE)).strftime("%H:%M")
