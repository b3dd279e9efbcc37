"""What a page shows, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.core.pagination import Page, paginate
from apps.questions.models import Answer, Category, Comment, Question, Tag

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

ANSWERS_PER_PAGE = 30
BEST_ANSWERS = ("-score", "id")
# A page never loads more remarks than this, whatever their number.
COMMENTS_MAX = 300
CATEGORIES_KEY = "questions:categories"
CATEGORIES_SECONDS = 60
TAGS_KEY = "questions:popular_tags"
TAGS_SECONDS = 300
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
        """Who takes part in what is shown: nicknames by their lower case."""
        answers = [*filter(None, [self.accepted]), *self.answers.items]
        remarks = [comment for comments in self.comments.values() for comment in comments]
        people = [
            self.question.author,
            *(answer.author for answer in answers),
            *(comment.author for comment in remarks),
        ]
        return {person.nickname.lower(): person.nickname for person in people}


def question_page(
    question_id: int, viewer: User | AnonymousUser, *, cursor: str | None = None
) -> QuestionPage:
    """Everything the page of one question shows. Raises ``Question.DoesNotExist``."""
    question = (
        Question.objects.visible_to(viewer).for_detail().with_state_of(viewer).get(pk=question_id)
    )
    answers = paginate(
        _answers(question, viewer).exclude(pk=question.accepted_answer_id or 0),
        order_by=BEST_ANSWERS,
        cursor=cursor,
        size=ANSWERS_PER_PAGE,
    )
    accepted = _accepted(question, viewer)
    comments = _comments(question, viewer)
    for answer in filter(None, [accepted, *answers.items]):
        answer.question = question
        answer.shown_comments = comments.get(answer.pk, [])
    question.shown_comments = comments.get(None, [])
    return QuestionPage(question, accepted, answers, comments)


def shown_answer(answer_id: int, viewer: User | AnonymousUser) -> Answer:
    """One answer as its question's page has it. Raises ``Answer.DoesNotExist``."""
    answers = Answer.objects.visible_to(viewer).for_detail().with_state_of(viewer)
    answer: Answer = answers.get(pk=answer_id)
    question = Question.objects.visible_to(viewer).for_detail().filter(pk=answer.question_id)
    found = question.with_state_of(viewer).first()
    if found is None:
        raise Answer.DoesNotExist
    answer.question = found
    remarks = Comment.objects.visible_to(viewer).filter(question=found, answer=answer).for_detail()
    answer.shown_comments = list(remarks[:COMMENTS_MAX])
    for remark in answer.shown_comments:
        remark.question = found
    return answer


def people_of(question_id: int) -> dict[str, str]:
    """Who takes part in a question, as ``QuestionPage.people`` tells of its page."""
    parts = (
        model.objects.visible().filter(**{name: question_id}).values("author_id")
        for model, name in ((Question, "id"), (Answer, "question_id"), (Comment, "question_id"))
    )
    taking_part = reduce(or_, (Q(pk__in=part) for part in parts))
    names = User.objects.filter(taking_part).values_list("nickname", flat=True)
    return {name.lower(): name for name in names}


def _answers(question: Question, viewer: User | AnonymousUser) -> QuerySet[Answer]:
    return (
        Answer.objects.visible_to(viewer)
        .filter(question=question)
        .for_detail()
        .with_state_of(viewer)
    )


def _accepted(question: Question, viewer: User | AnonymousUser) -> Answer | None:
    if question.accepted_answer_id is None:
        return None
    return _answers(question, viewer).filter(pk=question.accepted_answer_id).first()


def _comments(question: Question, viewer: User | AnonymousUser) -> dict[int | None, list[Comment]]:
    by_post: dict[int | None, list[Comment]] = defaultdict(list)
    remarks = Comment.objects.visible_to(viewer).filter(question=question).for_detail()
    for comment in remarks[:COMMENTS_MAX]:
        comment.question = question
        by_post[comment.answer_id].append(comment)
    return by_post


def active_categories() -> list[Category]:
    """Categories in the operators' order; a change in admin shows within a minute."""
    found: list[Category] | None = cache.get(CATEGORIES_KEY)
    if found is None:
        found = list(Category.objects.filter(is_active=True))
        cache.set(CATEGORIES_KEY, found, CATEGORIES_SECONDS)
    return found


def popular_tags() -> list[Tag]:
    """The tags most questions carry, some minutes old."""
    found: list[Tag] | None = cache.get(TAGS_KEY)
    if found is None:
        found = list(Tag.objects.popular()[:TAGS_SHOWN])
        cache.set(TAGS_KEY, found, TAGS_SECONDS)
    return found
