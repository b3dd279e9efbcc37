"""What people type into the search box, parsed. Nothing they type is refused.

::

    query   = { [ "-" ] item }
    item    = phrase | filter | tag | word
    phrase  = '"' text '"'
    filter  = name ":" ( value | phrase )        지역 분류 답변 작성자 태그, or their English names
    tag     = "#" name
    word    = anything else up to the next space

What is wrong with it is told (``problems``), and the rest is looked for all the same. ``str()`` of a parsed
query is the same query, tidied up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.text import clean_line
from apps.questions.validators import normalise_tag
from apps.search.limits import QUERY_MAX

Sentence = str | Promise


class Answered(models.TextChoices):
    YES = "있음", _("답변 있음")
    NO = "없음", _("답변 없음")
    ACCEPTED = "채택", _("채택됨")


@dataclass(frozen=True)
class Query:
    """A parsed query. Of filters that exclude each other, the last one typed counts."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    region: str = ""
    category: str = ""
    answered: str = ""
    author: str = ""
    problems: tuple[Sentence, ...] = ()

    def __str__(self) -> str:
        return " ".join(self._items())

    def __bool__(self) -> bool:
        return bool(str(self))

    @property
    def text(self) -> str:
        """What is looked for in the texts."""
        return " ".join((*self.words, *self.phrases))

    @property
    def is_narrowed(self) -> bool:
        return bool(self.region or self.category or self.answered or self.author or self.tags)

    def changed(self, **facts: Any) -> Query:
        return replace(self, problems=(), **facts)

    def _items(self) -> Iterator[str]:
        yield from self.words
        yield from (f'"{each}"' for each in self.phrases)
        yield from (f"-{_quoted(each)}" for each in self.without)
        yield from (f"#{each}" for each in self.tags)
        yield from (f"-#{each}" for each in self.without_tags)
        for name, value in self._filters():
            if value:
                yield f"{name}:{_quoted(value)}"

    def _filters(self) -> tuple[tuple[str, str], ...]:
        return (
            ("지역", self.region),
            ("분류", self.category),
            ("답변", self.answered),
            ("작성자", self.author),
        )


FILTERS = {
    "지역": "region",
    "region": "region",
    "분류": "category",
    "category": "category",
    "답변": "answered",
    "answers": "answered",
    "작성자": "author",
    "author": "author",
    "태그": "tag",
    "tag": "tag",
}
_ANSWERED = {
    **{value: value for value in Answered.values},
    "yes": Answered.YES,
    "no": Answered.NO,
    "accepted": Answered.ACCEPTED,
}
_ITEM = re.compile(
    r"""(?P<minus>-(?=[^\s-]))?
        (?: "(?P<phrase>[^"]*)(?P<closed>"?)
          | (?P<name>FILTERS):(?:"(?P<quoted>[^"]*)(?P<shut>"?)|(?P<value>[^\s"]*))
          | \#(?P<tag>[^\s#"]+)
          | (?P<word>[^\s"]+)
        )""".replace("FILTERS", "|".join(FILTERS)),
    re.VERBOSE | re.IGNORECASE,
)
_NEEDS_QUOTES = re.compile(r"\s|^[-#]|:")
_CURLY = str.maketrans("“”„‟＂＃：－", '"""""#:-')


def parse(typed: str) -> Query:
    """The query of ``typed``; it never raises."""
    tidy = clean_line(typed).translate(_CURLY)
    state = _State(typed=tidy[:QUERY_MAX])
    if len(tidy) > QUERY_MAX:
        state.problems.append(_("검색어가 길어서 앞의 %(max)d자로 찾았어요.") % {"max": QUERY_MAX})
    for item in _ITEM.finditer(state.typed):
        state.take(item)
    return state.query()


class _State:
    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.many: dict[str, list[str]] = {
            name: [] for name in ("words", "phrases", "without", "tags", "without_tags")
        }
        self.one = {"region": "", "category": "", "answered": "", "author": ""}
        self.problems: list[Sentence] = []

    def take(self, item: re.Match[str]) -> None:
        minus = bool(item["minus"])
        if item["phrase"] is not None:
            self._phrase(item["phrase"].strip(), minus=minus, closed=bool(item["closed"]))
        elif item["name"]:
            self._filter(FILTERS[item["name"].lower()], item, minus=minus)
        elif item["tag"]:
            self._tag(item["tag"], minus=minus)
        else:
            self.many["without" if minus else "words"].append(item["word"])

    def query(self) -> Query:
        many: dict[str, Any] = {
            name: tuple(dict.fromkeys(each)) for name, each in self.many.items()
        }
        one: dict[str, Any] = self.one
        return Query(**many, **one, problems=tuple(self.problems))

    def _phrase(self, text: str, *, minus: bool, closed: bool) -> None:
        if not closed:
            self.problems.append(_("따옴표가 닫히지 않아서 끝까지를 한 구절로 찾았어요."))
        if text:
            self.many["without" if minus else "phrases"].append(text)

    def _tag(self, name: str, *, minus: bool) -> None:
        if tag := normalise_tag(name):
            self.many["without_tags" if minus else "tags"].append(tag)
        else:
            self.problems.append(_("‘#’ 뒤에 태그 이름을 붙여 적어 주세요."))

    def _filter(self, kind: str, item: re.Match[str], *, minus: bool) -> None:
        value = (item["quoted"] if item["quoted"] is not None else item["value"] or "").strip()
        written = {"name": item["name"], "value": value}
        if not value:
            self.problems.append(_("‘%(name)s:’ 뒤에 찾을 말을 붙여 적어 주세요.") % written)
        elif kind == "tag":
            self._tag(value, minus=minus)
        elif minus:
            self.problems.append(
                _("‘%(name)s:’는 빼고 찾을 수 없어요. -낱말이나 -#태그로 빼 주세요.") % written
            )
        elif kind == "answered" and value.lower() not in _ANSWERED:
            self.problems.append(_("‘답변:’ 뒤에는 있음, 없음, 채택 가운데 하나를 적어 주세요."))
        else:
            self.one[kind] = _ANSWERED[value.lower()] if kind == "answered" else value


def _quoted(value: str) -> str:
    return f'"{value}"' if _NEEDS_QUOTES.search(value) else value
