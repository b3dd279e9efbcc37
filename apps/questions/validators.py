"""What a tag may be."""

from __future__ import annotations

import re

from apps.core.text import clean_text

# Of more parts than this no more are looked at: it is too many in any case.
PARTS_MAX = 50
TAG_PATTERN = r"^[가-힣a-z0-9_ぁ-んァ-ヶ一-龯]{1,20}$"


def normalise_tag(value: str) -> str:
    """``#애월 맛집`` → ``애월맛집``; the caller checks it against TAG_PATTERN."""
    return re.sub(r"\s+", "", clean_text(value)).lstrip("#").lower()


def split_tags(value: str) -> list[str]:
    """Tags from one text field, separated by commas, spaces or ``#``; order kept, repeats dropped."""
    parts = re.split(r"[,\s#]+", clean_text(value), maxsplit=PARTS_MAX)[:PARTS_MAX]
    return list(dict.fromkeys(tag for part in parts if (tag := normalise_tag(part))))
