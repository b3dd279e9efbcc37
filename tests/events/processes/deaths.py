"""Places where a process dies: really, by SIGKILL, in the midst of what it does.

``DIE_AT`` names the place, ``DIE_FLAG`` a file. The first process to come by
makes the file and is gone; those after it find the file and live.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any


def come(place: str) -> None:
    """Die here, if this is the place and nobody has."""
    if os.environ.get("DIE_AT") != place:
        return
    try:
        Path(os.environ["DIE_FLAG"]).touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def prepare() -> None:
    """Put the places that are not in a handler into the code under test, in this process only."""
    from apps.events.services import delivering, publishing, relaying

    relaying._send = _around(relaying._send, before="before-send", after="after-send")
    delivering._complete = _around(
        delivering._complete, before="attempt-counted", after="before-acknowledgement"
    )
    publishing.deliver_all = _around(
        publishing.deliver_all, before="before-taking", after="after-taking"
    )


def _around(function: Callable[..., Any], *, before: str, after: str) -> Callable[..., Any]:
    @wraps(function)
    def mortal(*args: Any, **options: Any) -> Any:
        come(before)
        result = function(*args, **options)
        come(after)
        return result

    return mortal
