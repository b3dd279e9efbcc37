"""From text to what it is about: words of pieces, each piece a lexeme that can be looked for.

The same for documents and for what is looked for. A lexeme is a noun as it stands (애월, 맛집), a verb
with 다 (열다), so that 열/noun and 열다 differ, a number, or lower-case Latin. Particles and endings are left
out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from apps.search.analysis.compounds import parts_of
from apps.search.analysis.kiwi import Morpheme, alone, morphemes
from apps.search.analysis.soft import SOFT

LONGEST = 6_000  # characters that are read of a text
LONGEST_LEXEME = 40
SHORT = 40  # characters of a sentence that may come again
NOUNS = frozenset({"NNG", "NNP", "NR", "XR", "SL", "SN", "SH"})
# Part of a compound, but nothing to look for by themselves: 이(사업체), 반(려견), (201)번, (이웃)들.
LEANING = frozenset({"MM", "XPN", "XSN", "NNB"})
VERBS = frozenset({"VV", "VA"})
ADVERBS = frozenset({"MAG"})
JOINED_MAX = 3
_KANA = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]+")
# Bounded, and from where a word begins: a body of nothing but "a@a@a@" must not take minutes.
_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|(?<!\S)[^\s@]{1,64}@[^\s@.]{1,63}(?:\.[^\s@.]{1,63}){1,5}"
)
_ENDS_OF_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
_MARKS = re.compile(r"[*_`>#\[\]()|~]+")
_HYPHEN = re.compile(r"(?<=[a-z0-9])-(?=[a-z0-9])")
_AFTER_A_NOUN = ("J", "S", "XSV", "XSA", "VC", "E")
# Before these a stem in ㄹ loses it: 파는, 파니, 팝니다, 파세요, 파오.
_DROPPED_BEFORE = ("ㄴ", "ᆫ", "느", "는", "니", "나", "네", "ᆸ", "ㅂ", "습", "시", "세", "으시", "오")
_RIEUL = 8  # as the last of a syllable's 28


@dataclass(frozen=True)
class Piece:
    """One thing to look for. ``others`` are lexemes it may be as well, ``parts`` what a compound holds."""

    lexeme: str
    others: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    is_soft: bool = False
    is_verb: bool = False


@dataclass
class Word:
    """What stands between two spaces. ``whole`` is a noun or compound as written, without its particles."""

    start: int
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    whole: str = ""
    joins_next: bool = False


@dataclass
class Run:
    """Nouns that follow each other with nothing but spaces between: 애월 맛집 추천."""

    forms: list[str] = field(default_factory=list)

    def joined(self) -> list[str]:
        """Neighbours written as one word: 애월맛집, 맛집추천, 애월맛집추천."""
        return [
            "".join(self.forms[start : start + length])
            for length in range(2, JOINED_MAX + 1)
            for start in range(len(self.forms) - length + 1)
        ]


@dataclass
class Reading:
    words: list[Word]
    runs: list[Run]


def read(text: str) -> Reading:
    """What ``text`` says, word by word."""
    parts = [each for each in _ENDS_OF_SENTENCES.split(plain(text)) if each.strip()]
    sentences = [_known_sentence(each) if len(each) <= SHORT else _sentence(each) for each in parts]
    return Reading(
        [word for sentence in sentences for word in sentence.words],
        [run for sentence in sentences for run in sentence.runs],
    )


def _sentence(text: str) -> Reading:
    found = morphemes(text)
    words: dict[int, Word] = {}
    runs: list[Run] = [Run()]
    for index, morpheme in enumerate(found):
        word = words.setdefault(morpheme.word, Word(morpheme.start))
        word.text = text[word.start : morpheme.end]
        _take(morpheme, found, index, word, runs)
    _note_wholes(found, words)
    return Reading([words[number] for number in sorted(words)], [run for run in runs if run.forms])


# People greet, thank and excuse themselves in the same sentences, and search for the same words.
_known_sentence = lru_cache(maxsize=4_000)(_sentence)


def plain(text: str) -> str:
    """Composed and in the usual width (NFKC), lower case, without addresses and marks of Markdown."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    text = _ADDRESS.sub(" ", text)
    return _HYPHEN.sub("", _MARKS.sub(" ", text))


def _take(
    morpheme: Morpheme, found: list[Morpheme], index: int, word: Word, runs: list[Run]
) -> None:
    form, tag = morpheme.form[:LONGEST_LEXEME], morpheme.tag
    if _is_noun(morpheme):
        word.pieces.append(_noun(form))
        runs[-1].forms.append(form)
    elif tag in LEANING:
        runs[-1].forms.append(form)
    else:
        if runs[-1].forms:
            runs.append(Run())
        if tag in VERBS:
            word.pieces.extend(_verb(found, index))
        elif tag in ADVERBS and len(form) > 1:
            word.pieces.append(Piece(form, is_soft=True))


def _noun(form: str) -> Piece:
    return Piece(form, parts=parts_of(form), is_soft=form in SOFT)


def _verb(found: list[Morpheme], index: int) -> list[Piece]:
    stem = found[index].form
    lexeme = f"{stem}다"
    worth = _worth(found, index)
    pieces = [Piece(lexeme, others=_with_rieul(found, index), is_soft=lexeme in SOFT, is_verb=True)]
    if worth:
        pieces.append(Piece(worth, is_verb=True))
    return pieces


def _with_rieul(found: list[Morpheme], index: int) -> tuple[str, ...]:
    """파는 may be of 파다 and of 팔다."""
    stem = found[index].form
    following = found[index + 1].form if index + 1 < len(found) else ""
    code = ord(stem[-1]) - 0xAC00
    if not 0 <= code < 11172 or code % 28 or not following.startswith(_DROPPED_BEFORE):
        return ()
    fuller = stem[:-1] + chr(ord(stem[-1]) + _RIEUL)
    return (f"{fuller}다",) if _is_verb(fuller) else ()


def _is_verb(stem: str) -> bool:
    found = alone(f"{stem}다")
    return bool(found) and found[0].form == stem and found[0].tag in VERBS


def _worth(found: list[Morpheme], index: int) -> str:
    """갈 만한, 갈만한, 가 볼 만한: all of them are what is worth going to."""
    rest = [(each.form, each.tag) for each in found[index + 1 : index + 6]]
    while len(rest) > 1 and rest[0][1] == "EC" and rest[1][1] == "VX":
        rest = rest[2:]
    if len(rest) > 2 and rest[0][1] == "ETM" and rest[1][0] == "만" and rest[2][0] == "하":
        return f"{found[index].form}ㄹ만하다"
    return ""


def _note_wholes(found: list[Morpheme], words: dict[int, Word]) -> None:
    """A compound as it is written, for where the analyser cuts it otherwise than elsewhere."""
    by_word: dict[int, list[Morpheme]] = {}
    for morpheme in found:
        by_word.setdefault(morpheme.word, []).append(morpheme)
    for number, members in by_word.items():
        word, body = words[number], []
        for member in members:
            if not (_is_noun(member) or member.tag in LEANING):
                break
            body.append(member)
        rest = members[len(body) :]
        word.joins_next = bool(body) and not rest
        if body and all(each.tag.startswith(_AFTER_A_NOUN) for each in rest):
            word.whole = "".join(each.form for each in body)[:LONGEST_LEXEME]


def _is_noun(morpheme: Morpheme) -> bool:
    """The analyser takes kana for signs."""
    return morpheme.tag in NOUNS or (morpheme.tag == "SW" and bool(_KANA.fullmatch(morpheme.form)))
