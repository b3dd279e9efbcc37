"""Question cards, rendered once for as long as nothing on them changes.

A card is the same for every reader and the costliest thing of a feed: of 5.6 ms of CPU for the
templates of a page, twenty cards took 4.0, and 0.6 when kept. The key holds everything a card
shows, so a kept card cannot be out of date, and nobody has to invalidate it.
"""

from __future__ import annotations

from typing import Any, Final

from django.template import loader
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from apps.core import reltime

TEMPLATE: Final = "components/question_card.html"
# About a kilobyte each, in each process. When full it starts anew: what is read fills it again.
KEPT_MAX: Final = 4_000

_kept: dict[tuple[Any, ...], SafeString] = {}


def question_card(question: Any) -> SafeString:
    """HTML of ``question`` as ``QuestionQuerySet.for_list`` loads it."""
    key = _shown(question)
    html = _kept.get(key)
    if html is None:
        html = SafeString(loader.get_template(TEMPLATE).render({"question": question}))
        if len(_kept) >= KEPT_MAX:
            _kept.clear()
        _kept[key] = html
    return html


def _shown(question: Any) -> tuple[Any, ...]:
    """Every value that ``TEMPLATE`` reads, times as the words they become."""
    waits = question.is_urgent and question.is_waiting
    return (
        question.id,
        question.title,
        question.region.name,
        question.category.name,
        question.author.nickname,
        question.author.level,
        question.created_at,
        reltime.relative(question.created_at),
        reltime.waited(question.created_at) if waits else None,
        question.answer_count,
        question.me_too_count,
        question.bounty,
        question.is_urgent,
        question.is_open,
        question.accepted_answer_id,
        tuple(tag.name for tag in question.tag_list),
        get_language(),
    )
