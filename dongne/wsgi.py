"""The WSGI entry point that granian serves."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongne.settings")

application = get_wsgi_application()


def _prepare() -> None:
    """What whoever searches first would otherwise wait for, some seconds."""
    from apps.search.analysis.kiwi import warm_up

    warm_up()


threading.Thread(target=_prepare, name="prepare", daemon=True).start()
