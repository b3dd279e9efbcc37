"""What push services have in common: an HTTP answer, and what it means."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests
from urllib3.exceptions import NewConnectionError

from apps.notifications.channels.outcomes import (
    Away,
    Gone,
    Outcome,
    Refused,
    Sent,
    TryLater,
    Unsure,
)

TIMEOUT = 10.0  # seconds
LONGEST_PAUSE = 3600.0
ERROR_LENGTH = 500


def outcome_of(
    status: int, text: str, *, retry_after: str | None = None, gone: tuple[int, ...] = (404, 410)
) -> Outcome:
    """``gone``: what the service says of an address that does not exist any more."""
    error = f"{status} {text[:ERROR_LENGTH]}".strip()
    if 200 <= status < 300:
        return Sent()
    if status in gone:
        return Gone(error)
    if status == 429 or status >= 500:
        return TryLater(error, after=pause(retry_after))
    return Refused(error)


def pause(retry_after: str | None) -> float | None:
    """Seconds of a Retry-After header, in either of its forms (RFC 9110, 10.2.3)."""
    if not retry_after:
        return None
    if retry_after.isdecimal():
        return min(float(retry_after), LONGEST_PAUSE)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max(0.0, (until - datetime.now(UTC)).total_seconds()), LONGEST_PAUSE)


def broken(error: requests.RequestException) -> Away | Unsure:
    """No answer came: nobody was there, or they fell silent with the message in their hands."""
    told = f"{type(error).__name__}: {error}"
    return Away(told) if _reached_nobody(error) else Unsure(told)


def _reached_nobody(error: requests.RequestException) -> bool:
    if isinstance(error, (requests.ConnectTimeout, requests.exceptions.SSLError)):
        return True
    # The name is unknown, or nobody listens; requests has no error of its own for either.
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)
