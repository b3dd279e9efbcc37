"""When somebody wants to be left in peace."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import events, quiet
from apps.accounts.models import TIME_ZONE, QuietHours, User
from apps.core.errors import DomainError


@transaction.atomic
def set_quiet_hours(
    *, person: User, hours: tuple[int, int] | None, time_zone: str = TIME_ZONE
) -> QuietHours:
    """``hours`` is (from, to) in whole hours of the person's ``time_zone`` (IANA name); None for none.

    Raises:
        DomainError: no such hours or time zone.
    """
    for field, hour in zip(("quiet_from", "quiet_to"), hours or (), strict=False):
        if not 0 <= hour <= 23:
            raise DomainError(_("0시부터 23시 사이에서 골라 주세요."), field=field)
    if hours is not None and hours[0] == hours[1]:
        raise DomainError(_("시작과 끝이 같아요. 서로 다른 시각을 골라 주세요."), field="quiet_to")
    # Names such as "localtime" mean another zone on every machine.
    if "/" not in time_zone or time_zone not in available_timezones():
        raise DomainError(_("모르는 시간대예요. 목록에서 골라 주세요."), field="time_zone")
    begins, ends = hours or (None, None)
    row, _made = QuietHours.objects.update_or_create(
        person=person, defaults={"begins": begins, "ends": ends, "time_zone": time_zone}
    )
    events.quiet_changed(person.pk)
    return row


@transaction.atomic
def pause_today(*, person: User) -> QuietHours:
    """Say "오늘은 그만": nothing more before the person's next day begins."""
    row, _made = QuietHours.objects.get_or_create(person=person)
    row.paused_until = quiet.midnight_after(row, timezone.now())
    row.save(update_fields=["paused_until"])
    events.quiet_changed(person.pk)
    return row


@transaction.atomic
def resume(*, person: User) -> None:
    """Take ``pause_today`` back; again changes nothing."""
    if QuietHours.objects.filter(person=person).update(paused_until=None):
        events.quiet_changed(person.pk)
