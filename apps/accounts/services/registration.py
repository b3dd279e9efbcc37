"""Becoming a member, and undoing it before it was finished."""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts import events
from apps.accounts.models import User
from apps.accounts.services import nicknames
from apps.core.errors import DomainError

# The code in the mail is good for a quarter of an hour; a nickname is kept longer, for who comes back.
KEPT_FOR = timedelta(hours=24)
BATCH = 500
EMAIL_CONSTRAINT = "accounts_user_email"


class EmailTaken(DomainError):
    """The address has an account. Pages must not show this: it tells strangers who is a member."""

    code = "email_taken"

    def __init__(self) -> None:
        super().__init__(_("이미 가입한 이메일이에요."), field="email")


@transaction.atomic
def register(*, user: User) -> User:
    """Store a new person, filled in with e-mail, nickname and password, and tell the other apps.

    Raises:
        NicknameTaken, EmailTaken: also when somebody else was a moment faster.
        DomainError: the nickname may not be worn.
    """
    user.nickname = nicknames.choose(user.nickname)
    user.email = user.email.lower()
    user.date_joined = timezone.now()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        if nicknames.taken(error):
            raise nicknames.NicknameTaken from error
        if EMAIL_CONSTRAINT in str(error):
            raise EmailTaken from error
        raise
    events.user_registered(user)
    return user


@transaction.atomic
def abandon(*, user_id: int) -> bool:
    """Free the nickname and address of somebody who never confirmed the address nor signed in.

    For a mistyped address: nobody can ever confirm it, so the person has to begin again, and wants
    the same nickname. The row stays, since events and points refer to it. False if it is too late.
    """
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id, is_active=True).first()
    if user is None or user.last_login or _is_confirmed(user):
        return False
    EmailAddress.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.nickname = f"x{secrets.token_hex(5)}"
    user.email = f"{user.nickname}@abandoned.invalid"
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["nickname", "email", "is_active", "password"])
    return True


def unfinished(email: str) -> User | None:
    """Whoever began to sign up with the address and has not confirmed it."""
    found: User | None = _unfinished().filter(email=email.strip().lower()).first()
    return found


def release_unfinished() -> int:
    """Free what those hold who have not come back within `KEPT_FOR`; return how many that were."""
    old = _unfinished().filter(
        date_joined__lt=timezone.now() - KEPT_FOR, question_count=0, answer_count=0
    )
    ids = list(old.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return sum(abandon(user_id=pk) for pk in ids)


def _unfinished() -> QuerySet[User]:
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    people: QuerySet[User] = User.objects.active().filter(last_login=None, is_staff=False)
    return people.filter(
        Exists(addresses.filter(verified=False)), ~Exists(addresses.filter(verified=True))
    )


def _is_confirmed(user: User) -> bool:
    return bool(EmailAddress.objects.filter(user=user, verified=True).exists())
