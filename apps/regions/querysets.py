from __future__ import annotations

import re
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Concat, Replace

from apps.regions.district_names import SHORT_SIDO
from apps.regions.enums import Level

if TYPE_CHECKING:
    from apps.regions.models import Region

# "서울시" and "제주도" are said for 서울특별시 and 제주특별자치도.
SAID_FOR_SIDO = {f"{short}{ending}": short for short in SHORT_SIDO.values() for ending in "시도"}
SAID_FOR_SIDO["전라북도"] = "전북"
# The last part of a name without what it is: 애월읍 → 애월, 성남시 분당구 → 분당.
NOT_STEM = "^.* |(읍|면|동|시|군|구)$"
# "이도2동" is written for 이도이동.
HANGUL_DIGITS = dict(zip("123456789", "일이삼사오육칠팔구", strict=True))
NUMBERED_DONG = re.compile(r"(?P<stem>[가-힣]+)(?P<digit>[1-9])동")


class RegionQuerySet(models.QuerySet["Region"]):
    def open(self) -> RegionQuerySet:
        """Regions in which people may ask now."""
        return self.filter(is_open=True)

    def sidos(self) -> RegionQuerySet:
        return self.filter(level=Level.SIDO)

    def children_of(self, region: Region | None) -> RegionQuerySet:
        """One step down the tree; the 시도 for no region. Open ones first.

        읍면동 are many and looked up by name; the others have a customary order, their codes'.
        """
        by_name = region is not None and region.level == Level.SIGUNGU
        return self.filter(parent=region).order_by("-is_open", "name" if by_name else "id")

    def under(self, region: Region) -> RegionQuerySet:
        """The region and everything inside it."""
        if region.level == Level.SIDO:
            return self.filter(sido=region)
        if region.level == Level.SIGUNGU:
            return self.filter(sigungu=region)
        return self.filter(pk=region.pk)

    def with_ancestors(self) -> RegionQuerySet:
        return self.select_related("sido", "sigungu")

    def matching(self, *words: str) -> RegionQuerySet:
        """Regions that all ``words`` describe and at least one of them names.

        "제주시 애월" finds 애월읍, and "제주" finds 제주시 but not each of its 동. Open ones
        first, then exact names, larger before smaller. Spaces inside the names don't count.
        """
        described = reduce(and_, (_says("whole", word) for word in words), Q())
        named = reduce(or_, (_says("name", word) | _ends(word) for word in words), Q())
        exact = Q(name__in=words) | Q(stem__in=words) | Q(slug__in=words)
        starts = reduce(or_, (Q(stem__startswith=word) for word in words), Q())
        closeness = Case(When(exact, then=0), When(starts, then=1), default=2)
        return (
            self.annotate(
                # The slug adds the short 시도: "경남" is not in "경상남도".
                whole=Concat(_without("full_name", " "), Value(" "), _without("slug", "-")),
                compact=_without("full_name", " "),
                stem=Func(
                    F("name"), Value(NOT_STEM), Value(""), Value("g"), function="regexp_replace"
                ),
            )
            .filter(described, named)
            .order_by("-is_open", closeness, "level", "id")
        )


def _says(field: str, word: str) -> Q:
    return reduce(or_, (Q(**{f"{field}__contains": spelling}) for spelling in _spellings(word)))


def _ends(word: str) -> Q:
    """A name run together with those of its ancestors: "제주시애월읍"."""
    return Q(compact__endswith=word)


def _spellings(word: str) -> list[str]:
    found = [word]
    if word in SAID_FOR_SIDO:
        found.append(SAID_FOR_SIDO[word])
    if numbered := NUMBERED_DONG.fullmatch(word):
        found.append(f"{numbered['stem']}{HANGUL_DIGITS[numbered['digit']]}동")
    return found


def _without(field: str, character: str) -> Replace:
    return Replace(F(field), Value(character), Value(""))
