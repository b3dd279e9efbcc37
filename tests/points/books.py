"""What must hold of the books whatever has happened, recounted from the rows."""

from __future__ import annotations

from django.db.models import Sum

from apps.accounts.models import User
from apps.points.levels import level_for
from apps.points.models import Account, Entry
from apps.points.services.auditing import audit
from apps.points.services.bounties import in_escrow
from apps.questions.models import Acceptance, Answer, Question, Vote


def assert_books_balance() -> None:
    broken = [finding for finding in audit() if finding.broken]
    assert not broken
    assert (Entry.objects.aggregate(total=Sum("amount"))["total"] or 0) == 0
    people = sum(account.balance for account in Account.objects.people())
    site = sum(account.entries.total() for account in Account.objects.filter(user=None))
    assert people + site == 0


def assert_levels_follow() -> None:
    for account in Account.objects.people().select_related("user"):
        assert account.user.level == level_for(account.earned).number


def assert_no_count_drifted() -> None:
    for user in User.objects.all():
        # Of questions that are to be seen: what a profile lists is what it counts.
        shown = Question.objects.visible()
        chosen = Acceptance.objects.standing().filter(answer__author=user, question__in=shown)
        assert user.accepted_count == chosen.count()
        answers = Answer.objects.visible().filter(author=user, question__in=shown)
        assert user.answer_count == answers.count()
        assert user.question_count == Question.objects.visible().filter(author=user).count()
    for post in (*Question.objects.all(), *Answer.objects.all()):
        votes = Vote.objects.filter(**{post._meta.model_name: post})
        assert post.score == (votes.aggregate(total=Sum("value"))["total"] or 0)


def assert_bounties_are_where_they_should_be() -> None:
    """In escrow until somebody is accepted, and with the asker while the question is hidden."""
    for question in Question.objects.all():
        waits = question.is_visible and not question.is_accepted
        waiting = question.bounty if waits else 0
        assert in_escrow(question.pk) == waiting
