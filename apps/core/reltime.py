"""When something happened, the way a neighbour would say it.

Up to a week the distance ("3분 전", "어제"), afterwards the date. The rules for less than
a day are repeated in ``static/js/time.js``, which keeps an open page honest.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext, ngettext

MINUTE, HOUR, DAY = 60, 3600, 86_400
DAYS_AS_DISTANCE = 7


def relative(moment: datetime, now: datetime | None = None) -> str:
    """``moment`` in words, as seen from ``now``; a future moment counts as just now."""
    now = now or timezone.now()
    seconds = (now - moment).total_seconds()
    if seconds < MINUTE:
        return gettext("방금")
    if seconds < HOUR:
        return _minutes_ago(int(seconds // MINUTE))
    if seconds < DAY:
        return _hours_ago(int(seconds // HOUR))
    return _days_ago(moment, now)


def waited(since: datetime, now: datetime | None = None) -> str:
    """How long a question has been open: "7분째", "2시간째", "3일째"."""
    seconds = max(((now or timezone.now()) - since).total_seconds(), MINUTE)
    if seconds < HOUR:
        count = int(seconds // MINUTE)
        return ngettext("%(count)d분째", "%(count)d분째", count) % {"count": count}
    if seconds < DAY:
        count = int(seconds // HOUR)
        return ngettext("%(count)d시간째", "%(count)d시간째", count) % {"count": count}
    count = int(seconds // DAY)
    return ngettext("%(count)d일째", "%(count)d일째", count) % {"count": count}


def stage(moment: datetime, now: datetime | None = None) -> tuple[str, int, int]:
    """What changes when ``relative`` or ``waited`` may say something else, at a tenth of their cost."""
    now = now or timezone.now()
    seconds = int((now - moment).total_seconds())
    if seconds < HOUR:
        return "minutes", seconds // MINUTE, 0
    if seconds < DAY:
        return "hours", seconds // HOUR, 0
    return "days", seconds // DAY, timezone.localtime(now).toordinal()


def duration(seconds: int) -> str:
    """A short wait, rounded up: "40초", "3분", "2시간"."""
    if seconds < MINUTE:
        return ngettext("%(count)d초", "%(count)d초", seconds) % {"count": max(seconds, 1)}
    if seconds < HOUR:
        count = -(-seconds // MINUTE)
        return ngettext("%(count)d분", "%(count)d분", count) % {"count": count}
    count = -(-seconds // HOUR)
    return ngettext("%(count)d시간", "%(count)d시간", count) % {"count": count}


def absolute(moment: datetime) -> str:
    """The full local date and time: "2025년 3월 5일 오후 2:07"."""
    local = timezone.localtime(moment)
    half = gettext("오전") if local.hour < 12 else gettext("오후")
    return gettext("%(year)d년 %(month)d월 %(day)d일 %(half)s %(hour)d:%(minute)02d") % {
        "year": local.year,
        "month": local.month,
        "day": local.day,
        "half": half,
        "hour": local.hour % 12 or 12,
        "minute": local.minute,
    }


def _minutes_ago(count: int) -> str:
    return ngettext("%(count)d분 전", "%(count)d분 전", count) % {"count": count}


def _hours_ago(count: int) -> str:
    return ngettext("%(count)d시간 전", "%(count)d시간 전", count) % {"count": count}


def _days_ago(moment: datetime, now: datetime) -> str:
    """Calendar days of the local zone, because "어제" is a day, not twenty-four hours."""
    then, today = timezone.localtime(moment).date(), timezone.localtime(now).date()
    days = (today - then).days
    if days == 1:
        return gettext("어제")
    if days <= DAYS_AS_DISTANCE:
        return ngettext("%(count)d일 전", "%(count)d일 전", days) % {"count": days}
    if then.year == today.year:
        return gettext("%(month)d월 %(day)d일") % {"month": then.month, "day": then.day}
    return gettext("%(year)d년 %(month)d월 %(day)d일") % {
        "year": then.year,
        "month": then.month,
        "day": then.day,
    }
