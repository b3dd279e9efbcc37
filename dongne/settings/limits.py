"""How often people may do things: departures from the table in `apps.core.ratelimit`."""

from __future__ import annotations

from dongne.settings.env import current

RATE_LIMITS: dict[str, str] = current().rate_limits
