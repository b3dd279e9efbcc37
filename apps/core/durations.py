"""Spans of time in words, for sentences such as "27초 뒤에 다시 해 주세요"."""

from __future__ import annotations

import math

from django.utils.translation import ngettext

MINUTE, HOUR = 60, 3600


def in_words(seconds: float) -> str:
    """``seconds`` as "27초", "3분" or "2시간", rounded up: waiting that long is enough."""
    whole = max(math.ceil(seconds), 1)
    if whole < MINUTE:
        return ngettext("%(count)d초", "%(count)d초", whole) % {"count": whole}
    if whole < HOUR:
        minutes = math.ceil(whole / MINUTE)
        return ngettext("%(count)d분", "%(count)d분", minutes) % {"count": minutes}
    hours = math.ceil(whole / HOUR)
    return ngettext("%(count)d시간", "%(count)d시간", hours) % {"count": hours}
