"""Live streams: where the pages find the process that holds them."""

from __future__ import annotations

from dongne.settings.env import current

LIVE_URL = current().live_url
