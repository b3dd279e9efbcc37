"""Opening a region to questions, and closing it again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction

from apps.regions.models import Region
from apps.regions.queries import recent

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

logger = logging.getLogger(__name__)


def open_region(*, region: Region, by: AbstractBaseUser) -> int:
    """Let people ask in ``region`` and everything inside it. How many regions changed."""
    return _set(region, by, is_open=True)


def close_region(*, region: Region, by: AbstractBaseUser) -> int:
    """Take no new questions in ``region`` and inside it; those asked stay readable."""
    return _set(region, by, is_open=False)


def _set(region: Region, by: AbstractBaseUser, *, is_open: bool) -> int:
    changed = Region.objects.under(region).filter(is_open=not is_open).update(is_open=is_open)
    transaction.on_commit(recent.forget)
    verb = "opened" if is_open else "closed"
    logger.info("region %s", verb, extra={"region_id": region.pk, "by": by.pk, "changed": changed})
    return changed
