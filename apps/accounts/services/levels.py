from __future__ import annotations

from apps.accounts.models import User


def set_level(*, user_id: int, level: int) -> None:
    """Show ``level`` on the person's cards. The ledger decides it, from points earned."""
    User.objects.filter(pk=user_id).exclude(level=level).update(level=level)
