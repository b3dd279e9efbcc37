"""The morphological analyser, one a process: 0.33 GB and some two seconds of CPU when it is first needed."""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

_lock = threading.Lock()
# Of a place's name, what people leave off: 애월읍, 애월. A 동 without its ending is often another word.
_LEFT_OFF = ("읍", "면")
_SHORTEST_PLACE = 2
WARM_UP = "준비"
# Below what the dictionary gives by itself, so that a place does not swallow a verb that sounds like it.
_SCORE_OF_SHORT = -3.0


class Morpheme(NamedTuple):
    """``tag`` is of Kiwi's set (the Sejong tags) without its suffix; ``word`` counts what spaces divide.

    ``is_known``: in the dictionary, rather than guessed.
    """

    form: str
    tag: str
    start: int
    end: int
    word: int
    is_known: bool


def morphemes(text: str) -> list[Morpheme]:
    """What ``text`` is made of.

    The analyser counts words anew in each sentence, and takes 있을까요 for the end of one without any mark.
    """
    with _lock:
        tokens = _kiwi().tokenize(text)
    places = [(token.sent_position, token.word_position) for token in tokens]
    words = {place: number for number, place in enumerate(dict.fromkeys(places))}
    return [
        Morpheme(
            form=token.form,
            tag=token.tag.split("-")[0],
            start=token.start,
            end=token.end,
            word=words[token.sent_position, token.word_position],
            is_known=not token.oov,
        )
        for token in tokens
    ]


@lru_cache(maxsize=50_000)
def alone(form: str) -> tuple[Morpheme, ...]:
    """What ``form`` is made of when nothing stands beside it."""
    return tuple(morphemes(form))


def warm_up() -> None:
    """Load it now, rather than while somebody waits for an answer."""
    morphemes(WARM_UP)


@cache
def _kiwi() -> Kiwi:
    from kiwipiepy import Kiwi

    # Names of films and the like make up the multi-word dictionary: 190 MB that a neighbourhood can spare.
    kiwi = Kiwi(num_workers=1, load_multi_dict=False)
    for name, score in _places().items():
        kiwi.add_user_word(name, "NNP", score)
    return kiwi


def _places() -> dict[str, float]:
    """From the file of districts, not from the database: all processes must read words alike."""
    from apps.regions.bundle import names

    places = dict.fromkeys(sorted(names()), 0.0)
    for name in tuple(places):
        if name.endswith(_LEFT_OFF) and len(name) > _SHORTEST_PLACE:
            places.setdefault(name[:-1], _SCORE_OF_SHORT)
    return places
