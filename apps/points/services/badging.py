"""Giving badges. No account is locked here: a badge waits for nobody's points."""

from __future__ import annotations

from collections.abc import Mapping

from apps.accounts.models import User
from apps.points import badges
from apps.points.models import Badge
from apps.questions.models import Answer


def badge_for_asking(*, user_id: int) -> None:
    _award(user_id, badges.FIRST_QUESTION)


def badge_for_answering(*, user_id: int) -> None:
    count = User.objects.values_list("answer_count", flat=True).get(pk=user_id)
    _award(user_id, *_reached(badges.FOR_ANSWERS, count))


def badge_for_accepting(*, asker_id: int, answerer_id: int) -> None:
    count = User.objects.values_list("accepted_count", flat=True).get(pk=answerer_id)
    _award(answerer_id, *_reached(badges.FOR_ACCEPTED, count))
    _award(asker_id, badges.FIRST_CHOICE)


def badge_for_useful(*, answer_id: int) -> None:
    """For a question's first useful answer, if it came in time."""
    answer = Answer.objects.select_related("question").get(pk=answer_id)
    if answer.created_at - answer.question.created_at <= badges.QUICK:
        _award(answer.author_id, badges.QUICK_ANSWER)


def _reached(milestones: Mapping[int, badges.Badge], count: int) -> list[badges.Badge]:
    return [badge for needed, badge in milestones.items() if count >= needed]


def _award(user_id: int, *reached: badges.Badge) -> None:
    Badge.objects.award(user_id, [badge.code for badge in reached])
