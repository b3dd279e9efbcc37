"""The words and sentences of ``words/*.toml``, ready to be drawn from."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from apps.demo.generate.templates import S, Template, by_rank, compiled, drawn_from
from apps.questions.validators import TAG_PATTERN, normalise_tag

FOLDER = Path(__file__).parent / "words"
# How often each category is asked about, of 100.
SHARES = {
    "food": 22, "living": 14, "transport": 12, "sights": 11, "health": 8, "housing": 8, "stay": 7,
    "kids": 7, "weather": 4, "events": 4, "etc": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """What is said about one category."""

    slug: str
    titles: tuple[Template, ...]
    questions: tuple[Template, ...]
    answers: tuple[Template, ...]
    things: S
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Common:
    """What is said about anything."""

    openings: tuple[Template, ...]
    closings: tuple[Template, ...]
    replies: tuple[Template, ...]


@dataclass(frozen=True)
class PlaceNames:
    """Spots by the name of a district of Jeju, and kinds of spots for everywhere else."""

    jeju: dict[str, tuple[str, ...]]
    town: tuple[str, ...]
    city: tuple[str, ...]


@cache
def vocabularies() -> tuple[Vocabulary, ...]:
    """One for each category, in the order of ``SHARES``."""
    return tuple(_vocabulary(slug) for slug in SHARES)


@cache
def common() -> Common:
    content = _read("common")
    slots = _slots(_words(content))
    return Common(
        openings=_templates(content, "opening", slots),
        closings=_templates(content, "closing", slots),
        replies=_templates(content, "reply", slots),
    )


@cache
def place_names() -> PlaceNames:
    content = _read("places")
    kinds = {name: tuple(_split(text)) for name, text in content["kinds"].items()}
    return PlaceNames(
        jeju={name: tuple(_split(text)) for name, text in content["jeju"].items()},
        town=kinds["town"],
        city=kinds["city"],
    )


@cache
def nickname_words() -> tuple[list[str], list[str]]:
    """What nicknames begin and end with."""
    words = _words(_read("people"))
    return words["first"], words["last"]


def _vocabulary(slug: str) -> Vocabulary:
    own, shared = _read(slug), _read("common")
    words = _words(shared) | _words(own)
    slots = _slots(words)
    return Vocabulary(
        slug=slug,
        titles=_templates(own, "title", slots),
        # Twice its own sentences: more of a text is about the matter than about anything.
        questions=_templates(own, "question", slots) * 2 + _templates(shared, "question", slots),
        answers=_templates(own, "answer", slots) * 3 + _templates(shared, "answer", slots),
        things=slots["thing"],
        tags=by_rank([tag for word in words["thing"] if (tag := tag_of(word))]),
    )


def tag_of(name: str) -> str:
    """``name`` as a tag, or nothing if it cannot be one."""
    tag = normalise_tag(name)
    return tag if re.fullmatch(TAG_PATTERN, tag) else ""


def _slots(words: dict[str, list[str]]) -> dict[str, S]:
    """Word lists, and what only the scene knows."""
    slots: dict[str, S] = {name: drawn_from(found) for name, found in words.items()}
    slots |= {
        "place": lambda scene: scene.place_name(),
        "place2": lambda scene: scene.other_place_name(),
        "spot": lambda scene: scene.spot(),
        "n": lambda scene: str(1 + int(scene.random() ** 2 * 8)),
        "age": lambda scene: str(1 + int(scene.random() * 12)),
        "bus": lambda scene: str(100 + int(scene.random() * 800)),
    }
    if "shop_kind" in words:
        slots["shop"] = _shop(slots["sight"], slots["shop_kind"])
    return slots


def _shop(name: S, kind: S) -> S:
    """A made-up name such as 노을식당 or 애월노을식당."""

    def shop(scene: Any) -> str:
        local = scene.place_name().split(" ")[-1] if scene.random() < 0.25 else ""
        return local + name(scene) + kind(scene)

    return shop


def _templates(content: dict[str, Any], name: str, slots: dict[str, S]) -> tuple[Template, ...]:
    return tuple(compiled(line, slots) for line in content["texts"][name].strip().splitlines())


def _words(content: dict[str, Any]) -> dict[str, list[str]]:
    return {name: _split(text) for name, text in content["words"].items()}


def _split(text: str) -> list[str]:
    return [word for part in text.split(",") if (word := part.strip())]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def nickname(number: int) -> str:
    """Different for every number: two words, and how often they have been used before."""
    firsts, lasts = nickname_words()
    rest, first = divmod(number, len(firsts))
    times, last = divmod(rest, len(lasts))
    return f"{firsts[first]}{lasts[last]}{times + 1}"
