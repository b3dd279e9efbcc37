"""Hangul letter by letter: how far a misspelt word is from the one that was meant."""

from __future__ import annotations

import unicodedata

FIRST, LAST = 0xAC00, 0xD7A3
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS: tuple[str, ...] = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")


def letters(text: str) -> str:
    """애월 → ㅇㅐㅇㅝㄹ; what is no Hangul syllable stays."""
    return "".join(map(_letters, unicodedata.normalize("NFC", text)))


# What sounds alike is written one for the other: 까패 is 카페, 해운데 is 해운대.
_SOUNDS = str.maketrans("ㄲㅋㄸㅌㅃㅍㅆㅉㅊㅔㅒㅚㅞ", "ㄱㄱㄷㄷㅂㅂㅅㅈㅈㅐㅖㅙㅙ")


def sounds(text: str) -> str:
    """Letters, those that sound alike as one: 까패 and 카페 → ㄱㅏㅂㅐ."""
    heard: str = letters(text).translate(_SOUNDS)
    return heard


def _letters(character: str) -> str:
    if not FIRST <= ord(character) <= LAST:
        return character
    initial, rest = divmod(ord(character) - FIRST, 21 * 28)
    vowel, final = divmod(rest, 28)
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]


def distance(first: str, second: str, *, at_most: int) -> int:
    """Letters added, left out, replaced or swapped with their neighbour; ``at_most + 1`` when it is more."""
    if abs(len(first) - len(second)) > at_most:
        return at_most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        before, row, above = row, [i], before
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > at_most:
            return at_most + 1
    return row[-1]
