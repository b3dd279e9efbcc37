"""Keeping the quiet hours of `accounts` where one query can rank: in Korean hours, in the answerer's row."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from apps.accounts.models import TIME_ZONE, QuietHours
from apps.routing.models import Answerer


def copy_quiet_hours(*, person_id: int) -> None:
    """Again changes nothing; somebody without a row keeps what holds for everybody."""
    hours = QuietHours.objects.filter(pk=person_id).first()
    if hours is None:
        return
    begins, ends = _in_korea(hours, timezone.now())
    Answerer.objects.filter(pk=person_id).update(
        quiet_from=begins, quiet_to=ends, paused_until=hours.paused_until
    )


def copy_from_elsewhere() -> int:
    """Where clocks change twice a year the hours in Korea do; return how many people that were."""
    abroad = QuietHours.objects.exclude(time_zone=TIME_ZONE).values_list("pk", flat=True)
    people = list(abroad.order_by("pk"))
    for person_id in people:
        copy_quiet_hours(person_id=person_id)
    return len(people)


def _in_korea(hours: QuietHours, now: datetime) -> tuple[int | None, int | None]:
    """Rounded so that every quiet minute stays quiet."""
    if hours.begins is None or hours.ends is None:
        return None, None
    day = now.astimezone(ZoneInfo(hours.time_zone))
    begins = timezone.localtime(_at(day, hours.begins))
    ends = timezone.localtime(_at(day, hours.ends) + timedelta(minutes=59))
    return begins.hour, ends.hour


def _at(day: datetime, hour: int) -> datetime:
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)
