"""How often people may do things: departures from the table in `apps.core.ratelimit`."""

from __future__ import annotations

# By name, such as {"ask": "30/m"}; an empty rate lifts a limit.
RATE_LIMITS: dict[str, str] = {}
