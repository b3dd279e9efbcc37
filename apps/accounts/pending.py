"""What was written survives having to sign in: the posted form waits in the session until it is sent.

One form at a time, for a day. The session outlives signing in and up, so the form finds the text
under its own address, however often it is opened.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from itertools import islice
from typing import Any

from django.http import HttpRequest

KEY = "pending"
SECONDS = 24 * 60 * 60
MAX_FIELDS = 30
MAX_LENGTH = 20_000  # characters of one field, twice what any of them may hold
# In the address of a form: what is stored, in place of what was being written.
STORED = "stored"


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


def find(request: HttpRequest) -> dict[str, Any] | None:
    """The form kept for the page that is asked for, or None.

    All of it: a checkbox that was cleared is missing, and stays so only in place of what is stored.
    """
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path or kept["at"] + SECONDS < time.time():
        return None
    if STORED in request.GET:
        return None
    fields: dict[str, Any] = kept["fields"]
    return fields


def forget(request: HttpRequest) -> None:
    """What was kept for this page has been sent, or is safe elsewhere."""
    kept = request.session.get(KEY)
    if kept and kept["path"] == request.path:
        del request.session[KEY]
