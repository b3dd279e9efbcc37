"""Keeping somebody away from oneself, and letting them back. The other is not told."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Block, User
from apps.core.errors import NotAllowed


@transaction.atomic
def block(*, blocker: User, blocked: User) -> Block:
    """From now on neither is asked the other's questions, and ``blocker`` hears nothing of ``blocked``.

    Again changes nothing.

    Raises:
        NotAllowed: it is oneself.
    """
    check_block(blocker, blocked)
    row, _created = Block.objects.get_or_create(blocker=blocker, blocked=blocked)
    return row


def unblock(*, blocker: User, blocked: User) -> None:
    """Take it back; again changes nothing."""
    Block.objects.of(blocker.pk, blocked.pk).delete()


def check_block(blocker: User, blocked: User) -> None:
    if blocker.pk == blocked.pk:
        raise NotAllowed(_("나를 차단할 수는 없어요."), code="oneself")
