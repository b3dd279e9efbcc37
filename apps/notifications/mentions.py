"""Finding the people a text calls by @닉네임.

Korean writes particles right behind a name ("@애월약사님은"), so what follows the
@ may be longer than the nickname. A shorter name counts only if the rest is an
ending that stands behind names; the longest name somebody has wins.
"""

from __future__ import annotations

import re

from django.db.models.functions import Lower

from apps.accounts.models import User
from apps.core.text import clean_text

MAX_MENTIONS = 10
SHORTEST, LONGEST = 2, 12
# Not behind a letter, a dot or another @: that is an e-mail address, not a call.
_CALL = re.compile(r"(?<![\w.@/])@([가-힣A-Za-z0-9_]{2,20})")
_ENDING = re.compile(
    r"(님|씨|샘|쌤)?(들)?(께서는|께서|께|에게는|에게|한테|이랑|랑|하고|처럼|보다|까지|부터|"
    r"은|는|이|가|을|를|와|과|도|의|만|야|아|로|으로|이요|요|이에요|예요|입니다)?"
)
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)


def mentioned_in(text: str) -> list[int]:
    """Ids of the people called in ``text``, in the order of the text, at most ``MAX_MENTIONS``."""
    calls = [_candidates(match[1]) for match in _CALL.finditer(_CODE.sub(" ", clean_text(text)))]
    ids = _ids_of({name for candidates in calls for name in candidates})
    called = (_first(candidates, ids) for candidates in calls)
    return [pk for pk in dict.fromkeys(called) if pk is not None][:MAX_MENTIONS]


def _first(candidates: list[str], ids: dict[str, int]) -> int | None:
    return next((ids[name] for name in candidates if name in ids), None)


def _ids_of(names: set[str]) -> dict[str, int]:
    """By nickname in lower case, as the database keeps nicknames apart."""
    if not names:
        return {}
    people = User.objects.active().annotate(folded=Lower("nickname")).filter(folded__in=names)
    return dict(people.values_list("folded", "pk"))


def _candidates(run: str) -> list[str]:
    """The nicknames that ``run`` may begin with, longest first, in lower case."""
    return [
        run[:length].lower()
        for length in range(min(LONGEST, len(run)), SHORTEST - 1, -1)
        if length == len(run) or _ENDING.fullmatch(run[length:])
    ]
