"""Names in a query become rows of ours; what there is none of is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.korean import particle
from apps.questions.models import Category
from apps.questions.queries import active_categories
from apps.questions.tags import canonical_names
from apps.regions.models import Region
from apps.regions.queries import search as search_regions
from apps.search import marks
from apps.search.analysis.asking import Wanted, all_of, phrase, wanted, without
from apps.search.analysis.vectors import quoted
from apps.search.grammar import Answered, Query, Sentence
from apps.search.synonyms import synonyms

_CALLED = "이라는/라는"
# Of a name that is nobody's: what is said of it alone, and when there is something else to look for.
_UNKNOWN = {
    "region": (
        _("‘%(name)s’%(called)s 지역을 찾지 못했어요."),
        _("‘%(name)s’%(called)s 지역을 찾지 못해 모든 지역에서 찾았어요."),
    ),
    "category": (
        _("‘%(name)s’%(called)s 분류가 없어요."),
        _("‘%(name)s’%(called)s 분류가 없어 모든 분류에서 찾았어요."),
    ),
    "author": (
        _("‘%(name)s’ 님을 찾지 못했어요."),
        _("‘%(name)s’ 님을 찾지 못해 모든 사람의 질문에서 찾았어요."),
    ),
}
_STATES = {
    Answered.YES: marks.ANSWERED,
    Answered.NO: marks.WAITING,
    Answered.ACCEPTED: marks.ACCEPTED,
}


@dataclass(frozen=True)
class Asked:
    """A query with its names looked up. ``only`` are parts of a tsquery that hold in any case."""

    query: Query
    wanted: Wanted
    region: Region | None
    category: Category | None
    author_id: int | None
    only: tuple[str, ...]
    problems: list[Sentence] = field(default_factory=list)

    def must(self, text: str) -> str:
        """All there is to match, with ``text`` for what the words ask."""
        return all_of(part for part in (text, *self.only) if part)

    def reworded(self, query: Query, *, endings: Sequence[str] = ()) -> Asked:
        """The same names, other words; ``endings``: what the last of them may be the beginning of."""
        return replace(self, query=query, wanted=wanted(query.text, synonyms(), endings=endings))

    def __bool__(self) -> bool:
        return bool(self.wanted or self.only)


def resolve(query: Query) -> Asked:
    """Look up the names. How many queries depends on which filters there are, not on what they find."""
    region, category = _region(query.region), _category(query.category)
    author_id = _author(query.author)
    only = [phrase(text) for text in query.phrases]
    only += [quoted(marks.tag(name)) for name in canonical_names(query.tags)]
    only += [without(quoted(marks.tag(name))) for name in canonical_names(query.without_tags)]
    only += [without(part) for text in query.without if (part := _left_out(text))]
    if region:
        only.append(quoted(marks.region(region.pk)))
    if category:
        only.append(quoted(marks.category(category.slug)))
    if author_id:
        only.append(quoted(marks.author(author_id)))
    if query.answered:
        only.append(quoted(_STATES[Answered(query.answered)]))
    text = wanted(query.text, synonyms())
    asked = Asked(query, text, region, category, author_id, tuple(filter(None, only)))
    return replace(asked, problems=[*query.problems, *_unknown(asked)])


def _unknown(asked: Asked) -> Iterator[Sentence]:
    """What is said of names that nothing has."""
    query = asked.query
    named = (
        ("region", query.region, asked.region),
        ("category", query.category, asked.category),
        ("author", query.author, asked.author_id),
    )
    for kind, name, found in named:
        if name and found is None:
            yield _UNKNOWN[kind][bool(asked)] % {
                "name": name,
                "called": particle(name, _CALLED),
            }


def _left_out(text: str) -> str:
    """Several words only where they stand together."""
    return phrase(text) if " " in text else wanted(text).all


def _region(name: str) -> Region | None:
    return next(iter(search_regions(name)), None) if name else None


def _category(name: str) -> Category | None:
    wanted_name = name.replace(" ", "").lower()
    for category in active_categories() if name else ():
        if wanted_name in {category.slug, category.name.lower(), *category.name.lower().split("·")}:
            return category
    return None


def _author(nickname: str) -> int | None:
    if not nickname:
        return None
    people = User.objects.active().by_nickname(nickname.lstrip("@"))
    found: int | None = people.values_list("pk", flat=True).first()
    return found
