"""Which nickname a person may take."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.validators import normalise_nickname, skeleton, validate_nickname
from apps.core.errors import DomainError

UNIQUE_CONSTRAINT = "user_nickname_unique"


class NicknameTaken(DomainError):
    """Somebody has it, in some spelling with other capitals."""

    code = "nickname_taken"

    def __init__(self) -> None:
        super().__init__(
            _("이미 쓰고 있는 닉네임이에요. 다른 이름을 골라 주세요."), field="nickname"
        )


def choose(nickname: str, *, user: User | None = None) -> str:
    """The nickname as it will be stored, free at this moment. ``user`` may keep their own.

    The constraint in the database has the last word: turn its error into the same sentence with
    `taken`.

    Raises:
        DomainError: malformed, reserved for the staff, or taken.
    """
    nickname = normalise_nickname(nickname)
    if user and nickname == user.nickname:
        return nickname
    try:
        validate_nickname(nickname)
    except ValidationError as error:
        raise DomainError(error.message, field="nickname", code=error.code) from error
    own = user.pk if user else None
    if User.objects.by_nickname(nickname).exclude(pk=own).exists():
        raise NicknameTaken
    if _looks_like_staff(nickname, own):
        raise DomainError(
            _("운영진의 닉네임과 너무 비슷해요. 다른 이름을 골라 주세요."),
            field="nickname",
            code="nickname_reserved",
        )
    return nickname


def taken(error: IntegrityError) -> bool:
    """Whether the database refused because somebody took the nickname in the meantime."""
    return UNIQUE_CONSTRAINT in str(error)


def _looks_like_staff(nickname: str, own: int | None) -> bool:
    folded = skeleton(nickname)
    staff = User.objects.filter(is_staff=True).exclude(pk=own)
    return any(skeleton(name) == folded for name in staff.values_list("nickname", flat=True))
