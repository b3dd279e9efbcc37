"""What a nickname may be. The pattern is also a constraint in the database."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core.text import clean_line

NICKNAME_MAX = 12
NICKNAME_PATTERN = r"^[가-힣A-Za-z0-9_]{2,12}$"

# Names that would let somebody speak as the site.
RESERVED = (
    "운영자", "운영진", "운영팀", "관리자", "관리팀", "매니저", "스태프", "스탭", "어드민", "모더레이터",
    "고객센터", "동네물어봐", "공식",
    "admin", "staff", "manager", "moderator", "operator", "official", "support", "dongne", "system", "root",
)  # fmt: skip
_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "_": ""})


def normalise_nickname(value: str) -> str:
    """NFC without invisible characters and outer space: what is stored and compared."""
    return clean_line(value)


def skeleton(nickname: str) -> str:
    """Fold what the eye takes for the same: case, digits for letters, I for l, underscores."""
    return nickname.lower().translate(_LOOKALIKES).replace("i", "l")


def validate_nickname(value: str) -> None:
    """Raise ``ValidationError`` unless ``value`` (already normalised) may be worn by anyone."""
    if not re.fullmatch(NICKNAME_PATTERN, value):
        raise ValidationError(
            _("닉네임은 한글, 영문, 숫자, 밑줄로 2~12자까지 쓸 수 있어요."), code="nickname_format"
        )
    folded = skeleton(value)
    if any(skeleton(word) in folded for word in RESERVED):
        raise ValidationError(
            _("운영진으로 보일 수 있는 닉네임이에요. 다른 이름을 골라 주세요."),
            code="nickname_reserved",
        )
