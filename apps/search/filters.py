"""What results can be narrowed by, as links: each leads to the same query with one thing changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apps.questions.models import Category
from apps.regions.models import Region
from apps.search.grammar import Answered, Query, Sentence
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


def filters_of(query: Query, *, here: Region | None, categories: Iterable[Category]) -> Filters:
    return Filters(
        answers=[_choice(query, "answered", value, label) for value, label in Answered.choices],
        categories=[_choice(query, "category", _typed(each), each.name) for each in categories],
        place=_choice(query, "region", here.name, here.name) if here else None,
        chosen=list(_chosen(query, here)),
    )


def _choice(query: Query, fact: str, value: str, label: Sentence) -> Choice:
    """A second click takes it back."""
    is_chosen = getattr(query, fact) == value
    changed = query.changed(**{fact: "" if is_chosen else value})
    return Choice(label, search_url(str(changed)), is_chosen)


def _typed(category: Category) -> str:
    return category.name.replace(" ", "")


def _chosen(query: Query, here: Region | None) -> Iterable[Choice]:
    """What has no link of its own among the others."""
    if query.region and (here is None or query.region != here.name):
        yield Choice(query.region, search_url(str(query.changed(region=""))), is_chosen=True)
    if query.author:
        yield Choice(f"@{query.author}", search_url(str(query.changed(author=""))), is_chosen=True)
    for name in query.tags:
        rest = tuple(each for each in query.tags if each != name)
        yield Choice(f"#{name}", search_url(str(query.changed(tags=rest))), is_chosen=True)
