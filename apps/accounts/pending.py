"""What a visitor was writing survives signing in: the posted form waits in the session.

One form at a time, for a day. The session outlives signing in and up, so the page that gets the
visitor back finds the text under its own address.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from itertools import islice

from django.http import HttpRequest

KEY = "pending"
SECONDS = 24 * 60 * 60
MAX_FIELDS = 30
MAX_LENGTH = 20_000  # characters of one field, twice what any of them may hold


def keep(request: HttpRequest, path: str, data: Mapping[str, object]) -> None:
    """Keep the form ``data`` for the page at ``path``, in place of what was kept before.

    Over-long values are cut: they could not have been published either.
    """
    fields = {
        name[:100]: str(value)[:MAX_LENGTH]
        for name, value in islice(data.items(), MAX_FIELDS)
        if name != "csrfmiddlewaretoken" and "password" not in name
    }
    request.session[KEY] = {"path": path, "fields": fields, "at": time.time()}


def take(request: HttpRequest, path: str) -> dict[str, str] | None:
    """The form kept for ``path``, or None.

    It is handed over once to somebody signed in; a visitor who comes back before signing in finds
    it again and again.
    """
    kept = request.session.get(KEY)
    if not kept or kept["path"] != path or kept["at"] + SECONDS < time.time():
        return None
    if request.user.is_authenticated:
        del request.session[KEY]
    fields: dict[str, str] = kept["fields"]
    return fields
