from __future__ import annotations

from django.db import transaction

from apps.accounts import events
from apps.accounts.models import User


@transaction.atomic
def set_level(*, user_id: int, level: int) -> None:
    """Show ``level`` on the person's cards. The ledger decides it, from points earned."""
    if User.objects.filter(pk=user_id).exclude(level=level).update(level=level):
        events.person_changed(user_id)
