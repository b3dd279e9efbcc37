"""What the site learns of people from how they react. Called by verbs that hold the question's lock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from apps.core.enums import Visibility
from apps.questions.enums import VoteValue
from apps.routing import decay
from apps.routing.enums import RequestState
from apps.routing.models import Answerer, AnswerRequest, Route
from apps.routing.policy import exposed

# The share of asks answered in time by somebody of whom nothing is known, and how many asks that weighs.
PRIOR_SHARE, PRIOR_ASKS = 0.15, 2.0
# Useful answers further back are too faded to matter, and reading all of a busy person's would take long.
ANSWERS_READ = 500
# An accepted answer counts whole, one that only got 도움돼요 counts half.
ACCEPTED, UPVOTED = 1.0, 0.5


@dataclass
class Lesson:
    """What one ask adds: ``weight`` is how much of the ten minutes the person had."""

    weight: float
    answered: bool
    base: float


def learn_from_answer(*, request: AnswerRequest, answered_at: datetime, deadline: datetime) -> None:
    """The person answered; in time or too late."""
    lesson = Lesson(weight=1.0, answered=answered_at <= deadline, base=request.base)
    _learn({request.person_id: lesson}, answered_at)
    request.is_counted = True


def learn_from_silence(*, route: Route, now: datetime) -> None:
    """The ask is over without a word from these people.

    Whoever had only a part of the time, because somebody else was faster, counts by how many would have
    answered within it. Passing costs nothing.
    """
    silent = AnswerRequest.objects.filter(
        question_id=route.pk, is_counted=False, state=RequestState.WAITING
    )
    lessons = {
        request.person_id: Lesson(
            weight=exposed(
                (now - request.asked_at).total_seconds(),
                (route.deadline_at - request.asked_at).total_seconds(),
                was_here=request.was_here,
            ),
            answered=False,
            base=request.base,
        )
        for request in silent
    }
    _learn(lessons, now)
    silent.update(is_counted=True)


def _learn(lessons: Mapping[int, Lesson], now: datetime) -> None:
    unit = decay.stored(1.0, now, decay.LEARNED)
    people = Answerer.objects.filter(pk__in=lessons).order_by("pk")
    found = list(people.select_for_update(no_key=True))
    for one in found:
        lesson = lessons[one.pk]
        one.asked_sum += lesson.weight * unit
        one.answered_sum += unit * lesson.answered
        one.expected_sum += lesson.weight * lesson.base * unit
        one.reach = reach(one, now)
    Answerer.objects.bulk_update(found, ["asked_sum", "answered_sum", "expected_sum", "reach"])


def reach(one: Answerer, now: datetime) -> float:
    """The smoothed share of asks answered in time, by which candidates are ordered."""
    answered = decay.current(one.answered_sum, now, decay.LEARNED)
    asked = decay.current(one.asked_sum, now, decay.LEARNED)
    return (answered + PRIOR_SHARE * PRIOR_ASKS) / (asked + PRIOR_ASKS)


# Computed from the rows as they are: choices withdrawn, votes taken back and answers hidden need no
# bookkeeping of their own.
_USEFUL = f"""
SELECT answer.id, question.sigungu_id, question.category_id, answer.question_id,
       CASE WHEN question.accepted_answer_id = answer.id THEN {ACCEPTED} ELSE {UPVOTED} END
       * power(2, extract(epoch FROM answer.created_at - %(epoch)s) / %(half_life)s) AS useful
FROM (SELECT * FROM questions_answer WHERE author_id = %(person)s
      ORDER BY created_at DESC, id DESC LIMIT {ANSWERS_READ}) AS answer
JOIN questions_question AS question ON question.id = answer.question_id
WHERE answer.visibility = {Visibility.VISIBLE} AND question.visibility = {Visibility.VISIBLE}
  AND question.author_id <> %(person)s AND question.sigungu_id IS NOT NULL
  AND (question.accepted_answer_id = answer.id OR answer.score >= {VoteValue.UP})
"""  # noqa: S608 -- constants of ours

_RELEARN = f"""
WITH useful AS MATERIALIZED ({_USEFUL}), topic AS (
    SELECT sigungu_id, category_id, NULL::bigint AS tag_id, sum(useful) AS useful_sum
    FROM useful GROUP BY sigungu_id, category_id
    UNION ALL
    SELECT sigungu_id, NULL, tag.tag_id, sum(useful)
    FROM useful JOIN questions_questiontag AS tag USING (question_id)
    GROUP BY sigungu_id, tag.tag_id
), gone AS (
    DELETE FROM routing_skill AS skill WHERE person_id = %(person)s AND NOT EXISTS (
        SELECT FROM topic WHERE topic.sigungu_id = skill.sigungu_id
        AND topic.category_id IS NOT DISTINCT FROM skill.category_id
        AND topic.tag_id IS NOT DISTINCT FROM skill.tag_id)
), counted AS (
    UPDATE routing_answerer SET useful_sum = (SELECT coalesce(sum(useful), 0) FROM useful)
    WHERE person_id = %(person)s
)
INSERT INTO routing_skill (person_id, sigungu_id, category_id, tag_id, useful_sum)
SELECT %(person)s, sigungu_id, category_id, tag_id, useful_sum FROM topic
ON CONFLICT (person_id, sigungu_id, category_id, tag_id) DO UPDATE SET useful_sum = EXCLUDED.useful_sum
"""  # noqa: S608 -- constants of ours


@transaction.atomic
def relearn_skills(*, person_id: int) -> None:
    """Work out anew what somebody knows, from their answers as they stand."""
    Answerer.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    values: dict[str, Any] = {
        "person": person_id,
        "epoch": decay.EPOCH,
        "half_life": decay.LEARNED.total_seconds(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RELEARN, values)
