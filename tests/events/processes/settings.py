"""The site's settings with a handler that counts, and shorter patience."""

from __future__ import annotations

from typing import Any

from dongne import settings
from dongne.settings import *  # noqa: F403 -- all of the site's, then what differs

INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.events.processes.apps.ProcessesConfig"]
# Seconds. Long enough that a living worker always finishes in time, short enough to wait for.
OUTBOX_LEASE_SECONDS = 2.0
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
    # After this Celery itself gives an unacknowledged message to another worker.
    "visibility_timeout": 3,
}
