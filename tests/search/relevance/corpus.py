"""The documents as questions in the database, and the measures."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from django.utils import timezone

from apps.accounts.models import User
from apps.questions.models import Answer, Category, Question, QuestionTag, Tag
from apps.questions.validators import TAG_PATTERN
from apps.regions.models import Region

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Score:
    """``recall`` of the wanted documents among the first ten; ``mrr``: 1 ÷ the place of the first of them."""

    recall: float
    mrr: float


Search = Callable[[str], Sequence[str]]


def read(name: str) -> list:
    return json.loads((HERE / f"{name}.json").read_text())


def load() -> dict[int, str]:
    """Make the documents; return what each question is called in the set."""
    author = User.objects.create_user("editor@example.org", "글쓴이", "pass-word-1")
    other = User.objects.create_user("neighbour@example.org", "이웃", "pass-word-1")
    regions = dict(Region.objects.values_list("full_name", "pk"))
    names = {}
    for document in read("documents"):
        region = Region.objects.get(pk=regions[document["region"]])
        names[_make(document, region, author, other).pk] = document["id"]
    return names


def _make(document: Mapping, region: Region, author: User, other: User) -> Question:
    question = Question.objects.create(
        author=author,
        region=region,
        **region.columns,
        category=Category.objects.get(slug=document["category"]),
        title=document["title"],
        body=document["body"],
        created_at=timezone.now(),
    )
    tags = [name for name in document["tags"] if re.fullmatch(TAG_PATTERN, name)]
    for position, name in enumerate(tags):
        tag, _made = Tag.objects.get_or_create(name=name)
        QuestionTag.objects.create(question=question, tag=tag, position=position)
    if document["answer"]:
        answer = Answer.objects.create(question=question, author=other, body=document["answer"])
        Question.objects.filter(pk=question.pk).update(accepted_answer=answer, answer_count=1)
    return question


def score(search: Search) -> dict[str, Score]:
    """By kind of query, and for "all" of them."""
    found: dict[str, list[Score]] = defaultdict(list)
    for query in read("queries"):
        one = _score(search(query["query"]), query["wanted"])
        found[query["kind"]].append(one)
        found["all"].append(one)
    return {
        kind: Score(mean(one.recall for one in each), mean(one.mrr for one in each))
        for kind, each in found.items()
    }


def _score(results: Sequence[str], wanted: Sequence[str]) -> Score:
    first = next((place for place, each in enumerate(results, 1) if each in wanted), None)
    return Score(
        recall=len(set(results[:10]) & set(wanted)) / len(wanted), mrr=1 / first if first else 0.0
    )
