"""Words made of words: what is found in 삼성전자 by whoever looks for 삼성."""

from __future__ import annotations

import re
from itertools import pairwise

from apps.search.analysis.kiwi import alone

HANGUL = re.compile(r"[가-힣]+")
_NOUNS = frozenset({"NNG", "NNP"})
# What makes a place, a thing or a person of a word: 주차장, 국수집, 안내소.
_ENDS = frozenset("장집점관실소방원역항길비권기판증용차님과")


def parts_of(form: str) -> tuple[str, ...]:
    """삼성전자: 삼성, 전자. 주차장: 주차. Nothing for what is no compound, or not known to be one."""
    if len(form) < 3 or not HANGUL.fullmatch(form):
        return ()
    cut = alone(form)
    if len(cut) > 1 and all(each.tag in _NOUNS for each in cut):
        # Guessed to be one word in its sentence, known to be several by itself.
        forms = [each.form for each in cut]
        pairs = [first + second for first, second in pairwise(forms) if first + second != form]
        return tuple(dict.fromkeys(part for part in (*forms, *pairs) if len(part) > 1))
    middle = len(form) / 2
    for at in sorted(range(2, len(form) - 1), key=lambda at: abs(at - middle)):
        if _is_word(form[:at]) and _is_word(form[at:]):
            return form[:at], form[at:]
    return (form[:-1],) if form[-1] in _ENDS and _is_known(form[:-1]) else ()


def _is_word(form: str) -> bool:
    return _is_known(form) or (len(form) > 2 and form[-1] in _ENDS and _is_known(form[:-1]))


def _is_known(form: str) -> bool:
    found = alone(form)
    return (
        len(form) > 1
        and len(found) == 1
        and found[0].is_known
        and found[0].tag in _NOUNS
        and found[0].form == form
    )
