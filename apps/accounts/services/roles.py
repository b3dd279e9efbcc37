"""Who belongs to the staff."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts import events
from apps.accounts.models import User
from apps.core.errors import NotAllowed


@transaction.atomic
def set_roles(*, user: User, by: User, is_staff: bool, is_superuser: bool) -> User:
    """Let ``user`` into the admin, or out of it. Their sessions end, to begin anew with it.

    Raises:
        NotAllowed: ``by`` is no superuser, or would take the role from themselves.
    """
    if not by.is_superuser:
        raise NotAllowed(_("최고 관리자만 할 수 있어요."))
    if user.pk == by.pk and not is_superuser:
        raise NotAllowed(_("자기 권한은 스스로 내려놓을 수 없어요."))
    person: User = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if (person.is_staff, person.is_superuser) != (is_staff, is_superuser):
        person.is_staff, person.is_superuser = is_staff, is_superuser
        person.session_epoch += 1
        person.save(update_fields=["is_staff", "is_superuser", "session_epoch"])
        events.sessions_ended(person)
    return person
