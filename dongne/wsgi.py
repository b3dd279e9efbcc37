"""The WSGI entry point that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongne.settings")

application = get_wsgi_application()


def _prepare() -> None:
    """What whoever searches first would otherwise wait for, before this process takes requests.

    Not in a thread: the analyser holds the interpreter for seconds while it loads, during which every
    timeout of the other threads runs out, and Valkey would be called away that is there.
    """
    from apps.search.analysis.kiwi import warm_up

    warm_up()


_prepare()
