"""Telling whoever has the page open. Called by workers, after what they tell of was committed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django_redis import get_redis_connection

from apps.live.channels import STREAM, STREAM_LENGTH


@dataclass(frozen=True)
class News:
    """One thing that happened, once to everybody who listens to any of ``channels``.

    Args:
        channels: as `apps.live.channels` names them.
        kind: what the page does about it; `static/js/live_page.js` knows the kinds.
        data: public, since every listener gets it.
        by: whose doing it was; the process marks it for them and tells nobody else.
        ends: end the streams of these channels, and refuse tokens that were made before.
    """

    channels: Sequence[str]
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    ends: bool = False

    @property
    def fields(self) -> dict[str, str]:
        return {
            "channels": " ".join(self.channels),
            "kind": self.kind,
            "data": json.dumps(self.data, ensure_ascii=False, separators=(",", ":")),
            "by": self.by,
            "ends": "1" if self.ends else "",
        }


def tell(
    channels: Sequence[str],
    kind: str,
    data: Mapping[str, Any] | None = None,
    *,
    by: str = "",
    ends: bool = False,
) -> None:
    """Tell one piece of `News`.

    Raises:
        redis.exceptions.RedisError: nobody was told; the outbox tries again.
    """
    tell_all([News(channels, kind, data or {}, by=by, ends=ends)])


def tell_all(news: Iterable[News]) -> None:
    """Tell several in their order, in one message to Valkey; raises as `tell` does."""
    with get_redis_connection("default").pipeline(transaction=False) as pipeline:
        for each in news:
            pipeline.xadd(STREAM, each.fields, maxlen=STREAM_LENGTH, approximate=True)
        pipeline.execute()


def wait_for_turn(*channels: str) -> None:
    """Call it before reading a value that will be told; the turn ends with the transaction.

    Of two workers with news of one thing, the one that tells last has then read last. Several
    ``channels`` are given in one order everywhere, so that two workers never wait in a circle.
    """
    names = [f"live:{channel}" for channel in channels]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(name)) FROM unnest(%s::text[]) AS name", [names]
        )
