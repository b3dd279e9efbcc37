"""Made-up content must never stand among what real people wrote."""

from __future__ import annotations

from django.conf import settings
from django.core.management import CommandError


def only_in(*environments: str) -> None:
    """Raise ``CommandError`` unless the site runs in one of ``environments``."""
    if settings.ENVIRONMENT not in environments:
        raise CommandError(
            f"ENVIRONMENT is {settings.ENVIRONMENT}: this command runs in {' and '.join(environments)} only"
        )
