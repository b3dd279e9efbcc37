"""What a page shows, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from apps.accounts.models import User
from apps.core.layered import Layered
from apps.core.pagination import Page, encode, page_of, paginate
from apps.core.prepared import Parameter, prepared
from apps.core.remembered import remembered
from apps.questions.models import Answer, Category, Comment, Draft, Question, Tag, TrendingTag
from apps.questions.querysets import Kind, kind_of
from apps.questions.tags import TagCount

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from apps.questions.querysets import AnswerQuerySet
    from apps.regions.models import Region

ANSWERS_PER_PAGE = 30
BEST_ANSWERS = ("-score", "id")
# A page never loads more remarks than this, whatever their number.
COMMENTS_MAX = 300
TAGS_SHOWN = 12


@dataclass(frozen=True)
class QuestionPage:
    """A question with its answers, best first behind the accepted one, and all remarks."""

    question: Question
    accepted: Answer | None
    answers: Page[Answer]
    comments: dict[int | None, list[Comment]] = field(default_factory=dict)

    @property
    def people(self) -> dict[str, str]:
        """Who takes part in what is shown and has a page: nicknames by their lower case."""
        answers = [*filter(None, [self.accepted]), *self.answers.items]
        remarks = [comment for comments in self.comments.values() for comment in comments]
        people = [
            self.question.author,
            *(answer.author for answer in answers),
            *(comment.author for comment in remarks),
        ]
        return {person.nickname.lower(): person.nickname for person in people if person.is_active}


def question_page(
    question_id: int, viewer: User | AnonymousUser, *, cursor: str | None = None
) -> QuestionPage:
    """Everything the page of one question shows. Raises ``Question.DoesNotExist``."""
    kind, reader = kind_of(viewer), viewer.pk
    question = visible_question(question_id, viewer)
    if question is None:
        raise Question.DoesNotExist
    chosen = question.accepted_answer_id or 0
    if cursor:
        others = _answers(viewer).filter(question=question).exclude(pk=chosen)
        answers = paginate(others, order_by=BEST_ANSWERS, cursor=cursor, size=ANSWERS_PER_PAGE)
    else:
        rows = _other_answers.rows(kind, question=question_id, chosen=chosen, viewer=reader)
        answers = page_of(rows, order_by=BEST_ANSWERS, size=ANSWERS_PER_PAGE)
    accepted = _chosen_answer.first(kind, chosen=chosen, viewer=reader) if chosen else None
    comments = _by_post(question, _comments.rows(kind, question=question_id, viewer=reader))
    for answer in filter(None, [accepted, *answers.items]):
        answer.question = question
        answer.shown_comments = comments.get(answer.pk, [])
    question.shown_comments = comments.get(None, [])
    return QuestionPage(question, accepted, answers, comments)


def visible_question(question_id: int, viewer: User | AnonymousUser) -> Question | None:
    """The question with what its page shows and the viewer's own state; None if they may not see it."""
    found: Question | None = _question.first(
        kind_of(viewer), question=question_id, viewer=viewer.pk
    )
    return found


def shown_answer(answer_id: int, viewer: User | AnonymousUser) -> Answer:
    """One answer as its question's page has it. Raises ``Answer.DoesNotExist``."""
    answer: Answer = (
        Answer.objects.visible_to(viewer).for_page().with_state_of(viewer).get(pk=answer_id)
    )
    question = visible_question(answer.question_id, viewer)
    if question is None:
        raise Answer.DoesNotExist
    answer.question = question
    remarks = Comment.objects.visible_to(viewer).filter(question=question, answer=answer)
    answer.shown_comments = list(remarks.for_detail()[:COMMENTS_MAX])
    for remark in answer.shown_comments:
        remark.question = question
    return answer


def cursor_before(answer: Answer) -> str | None:
    """Of the page of answers that begins with this one; None if it is on the first."""
    if answer.pk == answer.question.accepted_answer_id:
        return None
    level = Q(score=answer.score, pk__lt=answer.pk)
    others = Answer.objects.visible().filter(question=answer.question_id)
    better = others.exclude(pk=answer.question.accepted_answer_id or 0).filter(
        level | Q(score__gt=answer.score)
    )
    is_first = better.order_by()[:ANSWERS_PER_PAGE].count() < ANSWERS_PER_PAGE
    return None if is_first else encode([answer.score, answer.pk - 1])


def people_of(question_id: int) -> dict[str, str]:
    """Who takes part in a question, as ``QuestionPage.people`` tells of its page."""
    parts = (
        model.objects.visible().filter(**{name: question_id}).values("author_id")
        for model, name in ((Question, "id"), (Answer, "question_id"), (Comment, "question_id"))
    )
    taking_part = reduce(or_, (Q(pk__in=part) for part in parts))
    names = User.objects.active().filter(taking_part).values_list("nickname", flat=True)
    return {name.lower(): name for name in names}


@prepared
def _question(kind: Kind) -> QuerySet[Question]:
    questions = Question.objects.visible_to(kind).for_page().with_state_of(kind)
    return questions.filter(pk=Parameter("question"))


@prepared
def _other_answers(kind: Kind) -> QuerySet[Answer]:
    answers = _answers(kind).filter(question_id=Parameter("question"))
    best = answers.exclude(pk=Parameter("chosen")).order_by(*BEST_ANSWERS)
    return best[: ANSWERS_PER_PAGE + 1]


@prepared
def _chosen_answer(kind: Kind) -> QuerySet[Answer]:
    return _answers(kind).filter(pk=Parameter("chosen"))


@prepared
def _comments(kind: Kind) -> QuerySet[Comment]:
    remarks = Comment.objects.visible_to(kind).filter(question_id=Parameter("question"))
    return remarks.for_detail()[:COMMENTS_MAX]


def _answers(viewer: User | AnonymousUser | Kind) -> AnswerQuerySet:
    return Answer.objects.visible_to(viewer).for_page().with_state_of(viewer)


def _by_post(question: Question, remarks: list[Comment]) -> dict[int | None, list[Comment]]:
    by_post: dict[int | None, list[Comment]] = defaultdict(list)
    for comment in remarks:
        comment.question = question
        by_post[comment.answer_id].append(comment)
    return by_post


def person(nickname: str) -> User | None:
    """Somebody as their public page shows them."""
    found: User | None = _person.first(nickname=nickname.lower())
    return found


@prepared
def _person() -> QuerySet[User]:
    # As ``by_nickname``, which needs the nickname itself.
    people: QuerySet[User] = User.objects.active().select_related("home_region")
    named = people.annotate(nickname_lower=Lower("nickname"))
    return named.filter(nickname_lower=Parameter("nickname"))


def draft_of(user: User, question: Question) -> Draft | None:
    """The answer that ``user`` is writing to ``question``, which came with their state."""
    if not question.has_draft:
        return None
    return Draft.objects.filter(author=user, question=question).first()


class Chip(NamedTuple):
    """Of a category what a choice shows."""

    slug: str
    name: str
    icon: str


@remembered(seconds=60)
def active_categories() -> tuple[Category, ...]:
    """Categories in the operators' order; a change in admin shows within a minute."""
    return tuple(Category.objects.filter(is_active=True))


def category_chips() -> tuple[Chip, ...]:
    return tuple(Chip(each.slug, each.name, each.icon) for each in active_categories())


@remembered(seconds=300)
def popular_tags() -> tuple[TagCount, ...]:
    """The tags most questions carry, some minutes old."""
    found = Tag.objects.popular().values_list("name", "question_count")
    return tuple(TagCount(*row) for row in found[:TAGS_SHOWN])


def _tag_counts(rows: list[list[Any]]) -> tuple[TagCount, ...]:
    return tuple(TagCount(*row) for row in rows)


# Put there by who counts them. Where nothing was counted, one of all processes looks after 15 minutes.
_trending = Layered("trending", seconds=3600, refresh_after=900, unpack=_tag_counts)


def trending_tags(region: Region | None = None) -> tuple[TagCount, ...]:
    """The tags that are used more than usual in a region, as counted within the last hour.

    None is the whole country; in a 읍면동 are too few questions to tell, so it has its 시군구's.
    """
    place = None if region is None else region.sigungu_id or region.pk
    return _trending.get(str(place), partial(_trends_of, place))


def keep_trending_tags() -> None:
    """For whoever has just counted them."""
    by_place: dict[int | None, list[TagCount]] = defaultdict(list)
    for place, name, asked in _trends().values_list("region_id", "tag__name", "asked"):
        by_place[place].append(TagCount(name, asked))
    for where, tags in by_place.items():
        _trending.put(str(where), tuple(tags))


def forget_trending_tags(*places: int | None) -> None:
    """Where something was taken away. Raises ``Away`` while nobody can be told."""
    for place in set(places):
        _trending.forget(str(place))


def _trends_of(place: int | None) -> tuple[TagCount, ...]:
    found = _trends().filter(Q(region_id=place)).values_list("tag__name", "asked")
    return tuple(TagCount(*row) for row in found)


def _trends() -> QuerySet[TrendingTag]:
    shown = TrendingTag.objects.filter(tag__question_count__gt=0, tag__synonym_of=None)
    return shown.order_by("-score", "tag__name")
