from __future__ import annotations

from importlib import import_module

from celery import shared_task
from django.conf import settings


@shared_task(name="accounts.clear_sessions")
def clear_sessions() -> None:
    """Remove sessions that ended; Django leaves their rows where they are."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
