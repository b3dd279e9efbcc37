"""What documents are made from, read in a fixed number of queries however many there are."""

from __future__ import annotations

import zlib
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from apps.core.enums import Visibility
from apps.core.prepared import Parameter, prepared
from apps.questions.models import Question
from apps.search import marks
from apps.search.analysis.vectors import Vector

# Another number, and every document is made again by the nightly task or by `rebuild_search`.
ANALYSIS_VERSION = 2
# What people leave off a name: 애월읍 is 애월, 제주특별자치도 is 제주 and 제주도.
_SHORTER = {
    "특별자치도": ("", "도"),
    "특별자치시": ("", "시"),
    "광역시": ("", "시"),
    "특별시": ("", "시"),
}
_LEFT_OFF = "읍면시군구도"


@dataclass(frozen=True)
class Source:
    """The texts of one question, and what it is filtered by."""

    question_id: int
    title: str
    body: str
    answer: str
    tags: tuple[str, ...]
    place: tuple[str, ...]
    marks: tuple[str, ...] = field(default=())

    @property
    def fingerprint(self) -> int:
        """32 bits of everything above."""
        facts = (
            ANALYSIS_VERSION,
            self.title,
            self.body,
            self.answer,
            self.tags,
            self.place,
            self.marks,
        )
        return zlib.crc32(repr(facts).encode())

    def words(self) -> Vector:
        """The title first, so that words that come often keep their best places."""
        vector = Vector().add(self.title, "A").add(" ".join(self.tags), "B")
        vector.add(" ".join(self.place), "B").add(self.answer, "C").add(self.body, "D")
        return vector.mark(self.marks)

    def title_words(self) -> Vector:
        return Vector().add(self.title, "A").mark(each for each in self.marks if each[0] == "~")


def sources(question_ids: Collection[int]) -> list[Source]:
    """Of those questions that anybody may see; the others are to have no document."""
    if len(question_ids) == 1:
        [question_id] = question_ids
        return [_source(question) for question in _one.rows(pk=question_id)]
    return [_source(question) for question in _readable().filter(pk__in=question_ids)]


@prepared
def _one() -> QuerySet[Question]:
    """By event they come one by one, and planning so many joins takes longer than making a document."""
    return _readable().filter(pk=Parameter("pk"))


def _readable() -> QuerySet[Question]:
    questions: QuerySet[Question] = Question.objects.visible().for_search()
    return questions.annotate(
        answer=F("accepted_answer__body"), answer_visibility=F("accepted_answer__visibility")
    )


def _source(question: Question) -> Source:
    shown: bool = question.answer_visibility == Visibility.VISIBLE  # type: ignore[attr-defined]
    regions = [each for each in (question.sido, question.sigungu, question.emd) if each]
    return Source(
        question_id=question.pk,
        title=question.title,
        body=question.body,
        answer=question.answer if shown else "",  # type: ignore[attr-defined]
        tags=tuple(question.tag_names),
        place=tuple(name for region in regions for name in names_of(region.name)),
        marks=(
            *(marks.region(region.pk) for region in regions),
            marks.category(question.category.slug),
            marks.author(question.author_id),
            *(marks.tag(name) for name in question.tag_names),
            *marks.of_state(question),
        ),
    )


def names_of(region: str) -> list[str]:
    """A region's name and what people call it."""
    names = [region]
    for part in region.split():
        ending = next((ending for ending in _SHORTER if part.endswith(ending)), None)
        if ending:
            names += [part.removesuffix(ending) + short for short in _SHORTER[ending]]
        elif part[-1] in _LEFT_OFF and len(part) > 2:
            names.append(part[:-1])
    return list(dict.fromkeys(names))
