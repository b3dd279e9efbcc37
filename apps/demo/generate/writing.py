"""Titles, bodies, answers and remarks, each as Markdown with its HTML.

The HTML is put together along with the text, because rendering four million posts would take an hour;
a test holds it against what the site's renderer makes of the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from apps.demo.generate.places import Country, Place
from apps.demo.generate.templates import Template
from apps.demo.generate.vocabulary import Vocabulary, common
from apps.questions import limits

T = TypeVar("T")
Text = tuple[str, str]

# How many sentences a question's body and an answer have: most are short, a few are essays.
QUESTION_SENTENCES = (
    (0,) * 12 + (1,) * 22 + (2,) * 26 + (3,) * 17 + (4,) * 10 + (6,) * 7 + (9,) * 4 + (16, 24)
)
ANSWER_SENTENCES = (1,) * 30 + (2,) * 34 + (3,) * 18 + (4,) * 9 + (5,) * 5 + (8,) * 3 + (14,)
PARAGRAPH_SENTENCES = 4
LIST_SHARE, BOLD_SHARE = 0.04, 0.03


class Scene:
    """One question's place and its source of chance; templates are filled from it."""

    __slots__ = ("_neighbours", "_place", "random")

    def __init__(self, rng: Random, place: Place, country: Country) -> None:
        self.random: Callable[[], float] = rng.random
        self._place = place
        self._neighbours = country.neighbours(place)

    def place_name(self) -> str:
        return self.one_of(self._place.names)

    def other_place_name(self) -> str:
        return self.one_of(self._neighbours).names[0]

    def spot(self) -> str:
        return self.one_of(self._place.spots)

    def one_of(self, items: Sequence[T]) -> T:
        return items[int(self.random() * len(items))]


def title(scene: Scene, words: Vocabulary) -> str:
    return scene.one_of(words.titles)(scene)[: limits.TITLE_MAX]


def question_body(scene: Scene, words: Vocabulary) -> Text:
    """Empty for one question in eight."""
    sentences = _sentences(scene, words.questions, scene.one_of(QUESTION_SENTENCES))
    if sentences and scene.random() < 0.2:
        sentences.insert(0, scene.one_of(common().openings)(scene))
    if sentences and scene.random() < 0.2:
        sentences.append(scene.one_of(common().closings)(scene))
    return _laid_out(scene, words, sentences)


def answer_body(scene: Scene, words: Vocabulary) -> Text:
    return _laid_out(scene, words, _sentences(scene, words.answers, scene.one_of(ANSWER_SENTENCES)))


def remark(scene: Scene) -> str:
    return scene.one_of(common().replies)(scene)


def _sentences(scene: Scene, templates: Sequence[Template], number: int) -> list[str]:
    """``number`` sentences from neighbouring templates, so that none comes twice in a short text."""
    if not number:
        return []
    start, step = int(scene.random() * len(templates)), 1 + int(scene.random() * 6)
    return [templates[(start + step * index) % len(templates)](scene) for index in range(number)]


def _laid_out(scene: Scene, words: Vocabulary, sentences: list[str]) -> Text:
    """Paragraphs of a few sentences, sometimes one of them bold, sometimes with a list at the end."""
    if not sentences:
        return "", ""
    chance = scene.random()
    texts, pages = [], []
    for start in range(0, len(sentences), PARAGRAPH_SENTENCES):
        text = page = " ".join(sentences[start : start + PARAGRAPH_SENTENCES])
        if chance < BOLD_SHARE and not start:
            text, page = f"**{text}**", f"<strong>{page}</strong>"
        texts.append(text)
        pages.append(f"<p>{page}</p>\n")
    if chance > 1 - LIST_SHARE:
        items = [words.things(scene) for _ in range(2 + int(scene.random() * 4))]
        texts.append("\n".join(f"- {item}" for item in items))
        pages.append("<ul>\n" + "".join(f"<li>{item}</li>\n" for item in items) + "</ul>\n")
    return "\n\n".join(texts), "".join(pages)
