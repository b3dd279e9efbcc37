"""Moments that come from outside, in cursors and forms, and that go there."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime


def write(moment: datetime) -> str:
    """ISO 8601 with the offset of the site's own zone, for those who read it elsewhere."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def read(text: str) -> datetime | None:
    """The moment ``text`` names with its offset, in UTC; None for anything else.

    In UTC, because PostgreSQL knows no offset beyond sixteen hours and Python does.
    """
    try:
        moment = parse_datetime(text)
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
