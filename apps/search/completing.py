"""The rest of a filter whose value is being typed: 지역:애 may become 지역:애월읍."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from apps.accounts.models import User
from apps.questions.queries import active_categories
from apps.questions.tags import suggested_tags
from apps.regions.queries import search as search_regions
from apps.search.grammar import FILTERS, Answered, Query, parse

MOST = 5
_LAST = re.compile(
    r"""(?:^|(?<=\s))
        (?: (?P<name>NAMES)[:：](?P<value>"[^"]*|[^\s"]*)
          | (?P<minus>-?)[#＃](?P<tag>[^\s#"]*)
        )$""".replace("NAMES", "|".join(FILTERS)),
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Completion:
    """``query`` is all that was typed, with its last filter completed."""

    icon: str
    text: str
    detail: str
    query: Query


def completions(typed: str, *, blocked: Collection[int] = ()) -> list[Completion] | None:
    """What the filter may become that ``typed`` ends in; None if it ends in something else.

    In one query. ``blocked`` are people to leave out.
    """
    last = _LAST.search(typed)
    if last is None or typed[: last.start()].count('"') % 2:
        return None
    kind = FILTERS[last["name"].lower()] if last["name"] else "tag"
    value = (last["tag"] if last["tag"] is not None else last["value"]).strip(' "')
    before = parse(typed[: last.start()])
    if kind == "tag":
        return list(_tags(before, value.lstrip("#"), is_minus=bool(last["minus"])))
    if kind == "region":
        return list(_regions(before, value))
    if kind == "author":
        return list(_people(before, value.lstrip("@"), blocked))
    return list(_categories(before, value) if kind == "category" else _states(before, value))


def _tags(before: Query, value: str, *, is_minus: bool) -> Iterator[Completion]:
    for tag in suggested_tags(value)[:MOST]:
        kind = "without_tags" if is_minus else "tags"
        query = before.changed(**{kind: (*getattr(before, kind), tag.name)})
        yield Completion("tag", str(Query().changed(**{kind: (tag.name,)})), "", query)


def _regions(before: Query, value: str) -> Iterator[Completion]:
    """By their full names: there are several 중구."""
    for region in search_regions(value)[:MOST]:
        if region.is_open:
            where = region.full_name.removesuffix(region.name).strip()
            query = before.changed(region=region.full_name)
            yield Completion("map-pin", str(Query(region=region.name)), where, query)


def _people(before: Query, value: str, blocked: Collection[int]) -> Iterator[Completion]:
    if not value:
        return
    people = User.objects.active().named_like(value).exclude(pk__in=blocked)
    for nickname in people.values_list("nickname", flat=True)[:MOST]:
        yield Completion("user", str(Query(author=nickname)), "", before.changed(author=nickname))


def _categories(before: Query, value: str) -> Iterator[Completion]:
    begun = value.replace(" ", "").lower()
    for category in active_categories():
        name = category.name.replace(" ", "")
        if any(each.lower().startswith(begun) for each in (name, *name.split("·"), category.slug)):
            yield Completion("search", str(Query(category=name)), "", before.changed(category=name))


def _states(before: Query, value: str) -> Iterator[Completion]:
    for state, label in Answered.choices:
        if state.startswith(value):
            detail = str(label)
            yield Completion(
                "search", str(Query(answered=state)), detail, before.changed(answered=state)
            )
