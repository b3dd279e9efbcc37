"""Sentences with slots: ``{shop:은/는} 요즘 줄이 길어요.``

A slot is a word of the vocabulary or something of the question at hand; after a colon stands the pair
of particles of which one is attached. Templates are compiled once, because a million questions fill
some ten million of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Protocol

from apps.core.korean import with_particle


class Scene(Protocol):
    """What slots are filled from: chance, and the place the question is about."""

    random: Callable[[], float]


S = Callable[..., str]
Slots = Mapping[str, S]
Template = Callable[..., str]

_SLOT = re.compile(r"\{(\w+)(?::([^}]+))?\}")
# Each word of a list appears this often, relative to its rank, in the table that words are drawn from.
_TABLE_SIZE = 2048
_ZIPF_EXPONENT = 0.85

attach = lru_cache(maxsize=100_000)(with_particle)


def by_rank(words: list[str]) -> tuple[str, ...]:
    """A table in which the word of rank r appears in proportion to 1 / r^0.85, and at least once.

    Drawing an entry with equal chances is then a draw by Zipf's law at the cost of one index.
    """
    weights = [1 / rank**_ZIPF_EXPONENT for rank in range(1, len(words) + 1)]
    scale = max(_TABLE_SIZE, 8 * len(words)) / sum(weights)
    return tuple(
        word
        for word, weight in zip(words, weights, strict=True)
        for _ in range(max(1, round(weight * scale)))
    )


def drawn_from(words: list[str]) -> S:
    """A slot that is filled with one of ``words``, common ones first."""
    table = by_rank(words)
    size = len(table)

    def draw(scene: Scene) -> str:
        return table[int(scene.random() * size)]

    return draw


def compiled(text: str, slots: Slots) -> Template:
    """A function from a scene to the filled-in ``text``. Raises ``KeyError`` for an unknown slot."""
    parts: list[str | S] = []
    end = 0
    for match in _SLOT.finditer(text):
        parts.append(text[end : match.start()])
        name, pair = match.groups()
        parts.append(_with_pair(slots[name], pair) if pair else slots[name])
        end = match.end()
    parts.append(text[end:])
    kept = tuple(part for part in parts if part != "")

    def fill(scene: Scene) -> str:
        return "".join([part if isinstance(part, str) else part(scene) for part in kept])

    return fill


def _with_pair(slot: S, pair: str) -> S:
    return lambda scene: attach(slot(scene), pair)
