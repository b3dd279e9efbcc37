"""Korean that depends on what stands before it: particles, and large numbers.

A particle follows the sound of the word it is attached to: "애월읍은", "제주시는".
The last Hangul syllable, digit or Latin letter decides; brackets, quotes and
punctuation after it are skipped. Latin words are judged by their spelling, which
is a good guess, not knowledge.
"""

from __future__ import annotations

from django.utils.translation import get_language

# Hangul syllables are laid out as (initial, vowel, final); the final cycles with 28.
HANGUL_FIRST, HANGUL_LAST, FINALS = 0xAC00, 0xD7A3, 28
FINAL_RIEUL = 8

# How a digit ends when read aloud: 영 일 이 삼 사 오 육 칠 팔 구.
DIGIT_ENDINGS = ("ㅇ", "ㄹ", "", "ㅁ", "", "", "ㄱ", "ㄹ", "ㄹ", "")
# Spelled letters that end in a consonant: L 엘, M 엠, N 엔, R 알.
LETTER_ENDINGS = {"l": "ㄹ", "m": "ㅁ", "n": "ㄴ", "r": "ㄹ"}
VOWELS = frozenset("aeiouy")

MAN, EOK = 10_000, 100_000_000


def particle(word: str, pair: str) -> str:
    """Return the form of ``pair`` ("은/는", "이/가", "을/를", "과/와", "으로/로") after ``word``.

    The first form follows a final consonant. "으로/로" and everything else beginning
    with 으 takes its second form after ㄹ as well: "제주 시내로", "서울로".
    """
    after_consonant, after_vowel = pair.split("/")
    ending = _ending(word)
    if ending == "ㄹ" and after_consonant.startswith("으"):
        return after_vowel
    return after_consonant if ending else after_vowel


def with_particle(word: str, pair: str) -> str:
    """``word`` with the fitting form of ``pair`` attached."""
    return f"{word}{particle(word, pair)}"


def short_count(number: int) -> str:
    """A number as it is said: "9,999", "1만 2천", "123만", "1억 3천만".

    Rounded down, so that a count never shows more than there is. Languages that do not
    count in 만 keep the grouped digits.
    """
    if abs(number) < MAN or not (get_language() or "ko").startswith("ko"):
        return f"{number:,}"
    sign, size = ("-" if number < 0 else ""), abs(number)
    if size >= EOK:
        eok, rest = divmod(size, EOK)
        return sign + _joined(f"{eok:,}억", rest // (1000 * MAN), "천만")
    man, rest = divmod(size, MAN)
    return sign + _joined(f"{man:,}만", rest // 1000 if man < 100 else 0, "천")


def _joined(head: str, number: int, unit: str) -> str:
    return f"{head} {number}{unit}" if number else head


def _ending(word: str) -> str:
    """The final consonant of ``word`` as read aloud: "", "ㄹ", or any other mark."""
    tail = word.rstrip()
    while tail and not tail[-1].isalnum():
        tail = tail[:-1]
    if not tail:
        return ""
    last = tail[-1]
    if HANGUL_FIRST <= ord(last) <= HANGUL_LAST:
        final = (ord(last) - HANGUL_FIRST) % FINALS
        return "ㄹ" if final == FINAL_RIEUL else "ㄱ" * bool(final)
    if last.isascii() and last.isdigit():
        return _digit_ending(tail)
    return _latin_ending(tail) if last.isascii() else ""


def _digit_ending(tail: str) -> str:
    """10 is 십, 100 백, 1000 천, 10000 만: all closed; only 조 (twelve zeros) is open."""
    zeros = len(tail) - len(tail.rstrip("0"))
    if zeros == 0:
        return DIGIT_ENDINGS[int(tail[-1])]
    return "" if 12 <= zeros < 16 else "ㅇ"


def _latin_ending(tail: str) -> str:
    start = len(tail)
    while start and tail[start - 1].isascii() and tail[start - 1].isalpha():
        start -= 1
    word = tail[start:]
    spelled_out = word.isupper() or len(word) == 1
    word = word.lower()
    if spelled_out:
        return LETTER_ENDINGS.get(word[-1], "")
    if word.endswith(("le", "l")):
        return "ㄹ"
    if word.endswith(("m", "n", "ng", "ck", "me", "ne")):
        return "ㄴ"
    closed = word[-1] in "bckpt" and len(word) > 1 and word[-2] in VOWELS
    return "ㄱ" if closed else ""
