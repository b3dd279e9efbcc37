"""Live streams, and nothing else: pages and API are served by `dongne/wsgi.py`.

Only the settings are read; Django's applications, their models and templates stay unloaded.
"""

import gc
import logging.config
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongne.settings")

from django.conf import settings

from apps.live.process.application import Application
from apps.live.process.origins import Origins

logging.config.dictConfig(settings.LOGGING)
# Thousands of connections are objects that live long; looking through them all for cycles at every
# turn took a twelfth of the processor's time.
gc.set_threshold(50_000, 20, 50)

application = Application(
    redis_url=str(settings.CACHES["default"]["LOCATION"]),
    origins=Origins(settings.SITE_URL, any_loopback=settings.LOCAL_TOOLS),
)
