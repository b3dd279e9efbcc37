"""Question cards, rendered once for as long as nothing on them changes.

A card is the same for every reader and the costliest thing of a feed: of 5.6 ms of CPU for the
templates of a page, twenty cards took 4.0, and 0.6 when kept. The key holds everything a card
shows, so a kept card cannot be out of date, and nobody has to invalidate it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from django.template import loader
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from apps.core import reltime

TEMPLATE: Final = "components/question_card.html"
# About a kilobyte each, in each process. When full it starts anew: what is read fills it again.
KEPT_MAX: Final = 4_000

_kept: dict[tuple[Any, ...], SafeString] = {}


class Card(Protocol):
    """What ``TEMPLATE`` reads: a row of ``QuestionQuerySet.for_cards``."""

    id: int
    title: str
    region_name: str
    category_name: str
    author_name: str
    author_level: int
    created_at: datetime
    answer_count: int
    me_too_count: int
    bounty: int
    is_urgent: bool
    is_open: bool
    accepted_answer_id: int | None
    tag_names: Sequence[str]


def question_card(question: Card) -> SafeString:
    """HTML of ``question``."""
    key = _shown(question)
    html = _kept.get(key)
    if html is None:
        html = SafeString(loader.get_template(TEMPLATE).render({"question": question}))
        if len(_kept) >= KEPT_MAX:
            _kept.clear()
        _kept[key] = html
    return html


def _shown(question: Card) -> tuple[Any, ...]:
    """Every value that ``TEMPLATE`` reads, and for how long the words for its time hold."""
    return (
        question.id,
        question.title,
        question.region_name,
        question.category_name,
        question.author_name,
        question.author_level,
        question.created_at,
        reltime.stage(question.created_at),
        question.answer_count,
        question.me_too_count,
        question.bounty,
        question.is_urgent,
        question.is_open,
        question.accepted_answer_id,
        tuple(question.tag_names),
        get_language(),
    )
