"""Where a person is signed in."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from apps.accounts import events
from apps.accounts.models import User


@transaction.atomic
def sign_out_everywhere(*, user: User) -> User:
    """End every session of ``user``. The caller renews its own, if it is to stay."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    events.sessions_ended(user)
    return user
