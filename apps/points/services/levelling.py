from __future__ import annotations

from django.db import transaction

from apps.accounts.models import User
from apps.accounts.services.levels import set_level
from apps.points.levels import level_for
from apps.points.models import Account


@transaction.atomic
def update_level(*, user_id: int) -> None:
    """Make the level shown on a person's cards follow what they have earned.

    In a transaction of its own, after the points': everywhere else a person is
    locked before their account, here the account is only read. Whoever comes
    last sees the last points.
    """
    User.objects.select_for_update(no_key=True).get(pk=user_id)
    earned = Account.objects.values_list("earned", flat=True).get(user_id=user_id)
    set_level(user_id=user_id, level=level_for(earned).number)
