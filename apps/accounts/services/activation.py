"""Stopping an account and letting it go on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts import events
from apps.accounts.models import User
from apps.core.errors import DomainError, NotAllowed
from apps.core.text import clean_line

REASON_MAX = 200


@transaction.atomic
def deactivate(*, user: User, by: User, reason: str) -> User:
    """Stop ``user``: no more signing in, and open sessions end with their next request.

    What they wrote stays. Only a superuser stops staff, and nobody themselves.

    Raises:
        NotAllowed: ``by`` may not stop this person.
        DomainError: no reason given.
    """
    person: User = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if person.pk == by.pk:
        raise NotAllowed(_("자기 계정은 멈출 수 없어요."))
    _check_rank(person, by)
    person.is_active = False
    person.deactivation_reason = _reason(reason)
    person.save(update_fields=["is_active", "deactivation_reason"])
    events.sessions_ended(person)
    return person


@transaction.atomic
def activate(*, user: User, by: User) -> User:
    """Let a stopped person back in.

    Raises:
        NotAllowed: the person is staff and ``by`` is no superuser.
    """
    person: User = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _check_rank(person, by)
    person.is_active = True
    person.deactivation_reason = ""
    person.save(update_fields=["is_active", "deactivation_reason"])
    return person


def _check_rank(person: User, by: User) -> None:
    if (person.is_staff or person.is_superuser) and not by.is_superuser:
        raise NotAllowed(_("운영진의 계정은 최고 관리자만 멈추거나 다시 이용하게 할 수 있어요."))


def _reason(reason: str) -> str:
    reason = clean_line(reason)
    if not reason:
        raise DomainError(_("까닭을 적어 주세요."), field="reason")
    return reason[:REASON_MAX]
