"""Tags by their names: what a name means, and which ones begin like what is being typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models.functions import Coalesce

from apps.questions.models import Tag
from apps.questions.validators import normalise_tag

SUGGESTIONS = 8
# Several names may lead to one tag.
_LOOKED_AT = 24
# What a keyboard leaves while a syllable is half typed.
_HALF_TYPED = re.compile(r"[\u1100-\u11ff\u3131-\u318e]+$")


class TagCount(NamedTuple):
    name: str
    question_count: int


def canonical_names(names: Iterable[str]) -> list[str]:
    """Normalised ``names`` with the tags that they mean in place of synonyms, in order, without repeats."""
    names = list(names)
    meant = dict(
        Tag.objects.filter(name__in=names, synonym_of__isnull=False).values_list(
            "name", "synonym_of__name"
        )
    )
    return list(dict.fromkeys(meant.get(name, name) for name in names))


def suggested_tags(typed: str) -> list[TagCount]:
    """The tags of visible questions of which a name begins with ``typed``, the most used first."""
    prefix = _HALF_TYPED.sub("", normalise_tag(typed))
    if not prefix:
        return []
    begun = Tag.objects.filter(name__startswith=prefix).annotate(
        shown=Coalesce("synonym_of__name", "name"),
        used=Coalesce("synonym_of__question_count", "question_count"),
    )
    found = begun.filter(used__gt=0).order_by("-used", "shown").values_list("shown", "used")
    return [TagCount(*row) for row in dict.fromkeys(found[:_LOOKED_AT])][:SUGGESTIONS]
