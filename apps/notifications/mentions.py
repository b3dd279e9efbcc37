"""Finding the people a text calls by @닉네임."""

from __future__ import annotations

import re

from django.db.models.functions import Lower

from apps.accounts.models import User
from apps.core.calls import CALL, candidates
from apps.core.text import clean_text

MAX_MENTIONS = 10
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)


def mentioned_in(text: str) -> list[int]:
    """Ids of the people called in ``text``, in the order of the text, at most ``MAX_MENTIONS``."""
    calls = [candidates(match[1]) for match in CALL.finditer(_CODE.sub(" ", clean_text(text)))]
    ids = _ids_of({name for names in calls for name in names})
    called = (_first(names, ids) for names in calls)
    return [pk for pk in dict.fromkeys(called) if pk is not None][:MAX_MENTIONS]


def _first(names: list[str], ids: dict[str, int]) -> int | None:
    return next((ids[name] for name in names if name in ids), None)


def _ids_of(names: set[str]) -> dict[str, int]:
    """By nickname in lower case, as the database keeps nicknames apart."""
    if not names:
        return {}
    people = User.objects.active().annotate(folded=Lower("nickname")).filter(folded__in=names)
    return dict(people.values_list("folded", "pk"))
