"""Whether people find what they mean: measured on documents and queries by somebody who did not know how."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.search.grammar import parse
from apps.search.searching import find
from apps.search.services.rebuilding import rebuild
from tests.search.relevance import corpus

pytestmark = pytest.mark.django_db

# What the site promises; the figures themselves are printed by `make bench NAME=relevance`.
RECALL, MRR = 0.95, 0.85
# No kind of query may be bought with another.
RECALL_OF_A_KIND, MRR_OF_A_KIND = 0.8, 0.8


@pytest.fixture
def names() -> dict[int, str]:
    call_command("load_regions", verbosity=0)
    names = corpus.load()
    rebuild()
    return names


def test_people_find_what_they_mean(names):
    now = timezone.now()

    def search(typed: str) -> list[str]:
        return [names[pk] for pk in find(parse(typed), now=now).ids]

    scores = corpus.score(search)
    assert scores["all"].recall >= RECALL
    assert scores["all"].mrr >= MRR
    assert {kind for kind, each in scores.items() if each.recall < RECALL_OF_A_KIND} == set()
    assert {kind for kind, each in scores.items() if each.mrr < MRR_OF_A_KIND} == set()
    assert len(corpus.read("queries")) >= 120
