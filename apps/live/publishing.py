"""Telling whoever has the page open. Called by workers, after what they tell of was committed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django_redis import get_redis_connection

from apps.live.channels import STREAM, STREAM_LENGTH


def tell(
    channels: Sequence[str],
    kind: str,
    data: Mapping[str, Any] | None = None,
    *,
    by: str = "",
    ends: bool = False,
) -> None:
    """One thing that happened, once to everybody who listens to any of ``channels``.

    Args:
        channels: as `apps.live.channels` names them.
        kind: what the page does about it; `static/js/live_page.js` knows the kinds.
        data: public, since every listener gets it.
        by: whose doing it was; the process marks it for them and tells nobody else.
        ends: end the streams of these channels, and refuse tokens that were made before.

    Raises:
        redis.exceptions.RedisError: nobody was told; the outbox tries again.
    """
    fields = {
        "channels": " ".join(channels),
        "kind": kind,
        "data": json.dumps(data or {}, ensure_ascii=False, separators=(",", ":")),
        "by": by,
        "ends": "1" if ends else "",
    }
    get_redis_connection("default").xadd(STREAM, fields, maxlen=STREAM_LENGTH, approximate=True)


def wait_for_turn(channel: str) -> None:
    """Call it before reading a value that will be told; the turn ends with the transaction.

    Of two workers with news of one thing, the one that tells last has then read last.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"live:{channel}"])
