from __future__ import annotations

from importlib import import_module

from celery import shared_task
from django.conf import settings

from apps.accounts.services import registration


@shared_task(name="accounts.clear_sessions")
def clear_sessions() -> None:
    """Remove sessions that ended; Django leaves their rows where they are."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@shared_task(name="accounts.release_unfinished")
def release_unfinished() -> int:
    """Nicknames and addresses of those who never confirmed theirs."""
    return registration.release_unfinished()
