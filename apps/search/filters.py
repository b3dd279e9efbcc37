"""What results can be narrowed by, as links: each leads to the same query with one thing changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apps.questions.models import Category
from apps.regions.models import Region
from apps.search.grammar import Answered, Query, Sentence
from apps.search.resolving import Asked
from apps.search.suggesting import search_url


@dataclass(frozen=True)
class Choice:
    label: Sentence
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Filters:
    """``chosen``: what was typed as a filter, each with a link without it."""

    answers: list[Choice]
    categories: list[Choice]
    place: Choice | None
    chosen: list[Choice]


def filters_of(asked: Asked, *, here: Region | None, categories: Iterable[Category]) -> Filters:
    query = asked.query
    return Filters(
        answers=[
            _choice(query, "answered", value, label, is_chosen=query.answered == value)
            for value, label in Answered.choices
        ],
        categories=[
            _choice(query, "category", _typed(each), each.name, is_chosen=asked.category == each)
            for each in categories
        ],
        place=_place(asked, here) if here else None,
        chosen=list(_chosen(asked, here)),
    )


def _place(asked: Asked, here: Region) -> Choice:
    """By its full name: there are several 중구, and the reader means the one they look at."""
    is_chosen = asked.region == here
    return _choice(asked.query, "region", here.full_name, here.name, is_chosen=is_chosen)


def _choice(query: Query, fact: str, value: str, label: Sentence, *, is_chosen: bool) -> Choice:
    """A second click takes it back."""
    changed = query.changed(**{fact: "" if is_chosen else value})
    return Choice(label, search_url(str(changed)), is_chosen)


def _typed(category: Category) -> str:
    return category.name.replace(" ", "")


def _chosen(asked: Asked, here: Region | None) -> Iterable[Choice]:
    """What has no link of its own among the others."""
    query = asked.query
    if asked.region and asked.region != here:
        yield Choice(
            asked.region.full_name, search_url(str(query.changed(region=""))), is_chosen=True
        )
    if asked.author_id:
        yield Choice(f"@{query.author}", search_url(str(query.changed(author=""))), is_chosen=True)
    for name in query.tags:
        rest = tuple(each for each in query.tags if each != name)
        yield Choice(f"#{name}", search_url(str(query.changed(tags=rest))), is_chosen=True)
