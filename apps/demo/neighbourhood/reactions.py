"""Votes and 나도 궁금해요 by the dozen.

They move nothing but two counters and the rank, so they are written together at the end instead
of one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.questions import ranking
from apps.questions.models import Answer, MeToo, Question, Vote


@dataclass
class Reactions:
    """Collected while the script is played, then written at once."""

    votes: list[Vote] = field(default_factory=list)
    me_toos: list[MeToo] = field(default_factory=list)

    def vote(self, on: Question | Answer, *, voter: User, value: int, moment: datetime) -> None:
        self.votes.append(
            Vote(
                voter=voter,
                question=on if isinstance(on, Question) else None,
                answer=on if isinstance(on, Answer) else None,
                author_id=on.author_id,
                value=value,
                created_at=moment,
            )
        )

    def wonder_too(self, question: Question, *, user: User, moment: datetime) -> None:
        self.me_toos.append(MeToo(user=user, question=question, created_at=moment))

    def write(self, questions: list[int]) -> None:
        """Write what was collected, and count again what ``questions`` and their answers show."""
        Vote.objects.bulk_create(self.votes)
        MeToo.objects.bulk_create(self.me_toos)
        Answer.objects.filter(question__in=questions).update(score=_score("answer"))
        mine = Question.objects.filter(pk__in=questions)
        me_too = MeToo.objects.order_by().filter(question=OuterRef("pk")).values("question")
        count = Subquery(me_too.annotate(number=Count("pk")).values("number"))
        mine.update(score=_score("question"), me_too_count=Coalesce(count, 0))
        _rank(list(mine))


def _score(post: str) -> Coalesce:
    """The sum of the votes on the row of ``post``'s table that is being updated."""
    votes = Vote.objects.order_by().filter(**{post: OuterRef("pk")}).values(post)
    return Coalesce(Subquery(votes.annotate(total=Sum("value")).values("total")), 0)


def _rank(questions: list[Question]) -> None:
    for question in questions:
        question.hot = ranking.rank(question)
    Question.objects.bulk_update(questions, ["hot"])
