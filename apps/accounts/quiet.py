"""Whether somebody may be disturbed, and when again."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apps.accounts.models import QuietHours, User

# A pause may end in the quiet hours, and those in nothing else.
_TURNS = 2


def hours_of(person: User) -> QuietHours:
    """What the person chose, or what holds for everybody."""
    return QuietHours.objects.filter(pk=person.pk).first() or QuietHours(person=person)


def quiet_until(hours: QuietHours, now: datetime) -> datetime | None:
    """The first moment at which the person may be disturbed; None if that is now."""
    moment = now
    for _turn in range(_TURNS):
        if hours.paused_until is not None and moment < hours.paused_until:
            moment = hours.paused_until
        moment = _after_the_night(hours, moment)
    return None if moment == now else moment


def midnight_after(hours: QuietHours, now: datetime) -> datetime:
    """When the person's next day begins."""
    return _at(now.astimezone(ZoneInfo(hours.time_zone)) + timedelta(days=1), 0)


def day_began(hours: QuietHours, now: datetime) -> datetime:
    """When the person's day began: what a daily limit counts from."""
    return _at(now.astimezone(ZoneInfo(hours.time_zone)), 0)


def _after_the_night(hours: QuietHours, moment: datetime) -> datetime:
    if hours.begins is None or hours.ends is None:
        return moment
    local = moment.astimezone(ZoneInfo(hours.time_zone))
    if hours.begins < hours.ends:
        quiet = hours.begins <= local.hour < hours.ends
    else:
        quiet = local.hour >= hours.begins or local.hour < hours.ends
    if not quiet:
        return moment
    is_tomorrow = local.hour >= hours.ends
    return _at(local + timedelta(days=1) if is_tomorrow else local, hours.ends)


def _at(local: datetime, hour: int) -> datetime:
    """That day's full hour by the clock on the wall, whatever daylight saving does to it."""
    return datetime(local.year, local.month, local.day, hour, tzinfo=local.tzinfo)
