"""What may be meant while it is still being typed: earlier searches, places, tags, questions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from apps.core import links
from apps.questions.tags import suggested_tags
from apps.regions.queries import search as search_regions
from apps.search.completing import completions
from apps.search.services.noting import recent_searches
from apps.search.similar import similar_titles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from apps.accounts.models import User

RECENT, PLACES, TAGS, QUESTIONS = 3, 2, 3, 4
SHORTEST = 1


@dataclass(frozen=True)
class Suggestion:
    """One line; ``icon`` says which kind."""

    icon: str
    text: str
    detail: str
    url: str


def suggestions(
    typed: str, *, person: User | AnonymousUser, blocked: Collection[int] = ()
) -> list[Suggestion]:
    """In a fixed number of queries. ``typed`` is what stands in the box so far."""
    text = " ".join(typed.split())
    if len(text) < SHORTEST:
        return []
    if (filter_names := completions(text, blocked=blocked)) is not None:
        return [
            Suggestion(each.icon, each.text, each.detail, search_url(str(each.query)))
            for each in filter_names
        ]
    return [*_recent(text, person), *_places(text), *_tags(text), *_questions(text, blocked)]


def search_url(text: str) -> str:
    """The page of results for ``text``."""
    return f"{reverse('search:search')}?{urlencode({'q': text})}"


def _recent(text: str, person: User | AnonymousUser) -> list[Suggestion]:
    if not person.is_authenticated:
        return []
    mine = [each for each in recent_searches(person) if each.startswith(text)][:RECENT]
    return [Suggestion("history", each, "", search_url(each)) for each in mine]


def _places(text: str) -> list[Suggestion]:
    found = search_regions(text)[:PLACES]
    return [
        Suggestion(
            "map-pin",
            each.name,
            each.full_name.removesuffix(each.name).strip(),
            links.region(each.slug),
        )
        for each in found
        if each.is_open
    ]


def _tags(text: str) -> list[Suggestion]:
    return [
        Suggestion("tag", f"#{tag.name}", "", links.tag(tag.name))
        for tag in suggested_tags(text)[:TAGS]
    ]


def _questions(text: str, blocked: Collection[int]) -> list[Suggestion]:
    found = similar_titles(text, blocked=blocked, limit=QUESTIONS)
    return [Suggestion("message-circle", each.title, each.region_name, each.url) for each in found]
