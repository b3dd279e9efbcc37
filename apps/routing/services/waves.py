"""Asking people, wave by wave. Every step is one transaction that finds out for itself what is due.

A wave is filled up while it is on: when too little is hoped for of those asked, the next few are. The policy
says beforehand when that will be, so that nothing is done until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.core.prepared import Parameter, prepared, preparing
from apps.questions.models import Question, QuestionTag
from apps.questions.services.locking import lock_question
from apps.regions.queries import neighbours
from apps.routing import decay, events, limits, policy
from apps.routing.candidates import Wanted, candidates
from apps.routing.enums import Outcome, RequestState
from apps.routing.models import AnswerRequest, Route
from apps.routing.services import learning
from apps.routing.standing import outcome_of

# A question whose news was this late (an outage) is given its ten minutes from now on.
FRESH = timedelta(minutes=1)
# How often a wave looks again when people it chose reached their limit that very moment.
TRIES = 2
STEPS_AT_ONCE = 100


@transaction.atomic
def start(*, question_id: int) -> Route | None:
    """Begin to look for somebody who answers, once a question; None when nobody is needed any more."""
    question = lock_question(question_id)
    if _routes.first(question=question.pk) or outcome_of(question):
        return None
    now = timezone.now()
    begun = question.created_at if now - question.created_at < FRESH else now
    route = Route(question=question, started_at=begun, deadline_at=begun + limits.PROMISE)
    _look(route, question, now, asked=())
    return route


@prepared
def _routes() -> QuerySet[Route, Any]:
    return Route.objects.filter(pk=Parameter("question")).values_list("pk")


@transaction.atomic
def advance(*, question_id: int) -> bool:
    """Take the next step if it is due and nobody else is taking it; True if this call did."""
    question = lock_question(question_id)
    now = timezone.now()
    routes = Route.objects.select_for_update(skip_locked=True, no_key=True).due(now)
    route = routes.filter(pk=question.pk).first()
    if route is None:
        return False
    _step(route, question, now)
    return True


def advance_due() -> int:
    """Take all steps that are due; return how many."""
    due = Route.objects.due(timezone.now()).values_list("pk", flat=True)[:STEPS_AT_ONCE]
    return sum(advance(question_id=pk) for pk in list(due))


@transaction.atomic
def widen(*, question_id: int) -> int:
    """Ask the neighbouring 읍면동 as well, once, after ten minutes without an answer; return how many."""
    question = lock_question(question_id)
    route = Route.objects.select_for_update(no_key=True).get(pk=question.pk)
    if route.outcome != Outcome.UNANSWERED or route.widened_at or outcome_of(question):
        return 0
    now = timezone.now()
    route.widened_at = now
    route.deadline_at = now + limits.PROMISE
    route.ended_at, route.outcome = None, ""
    near = [region.pk for region in neighbours(question.region, limit=limits.NEIGHBOURS)]
    return _look(route, question, now, asked=_asked(question, now), neighbour_ids=near)


def _step(route: Route, question: Question, now: datetime) -> None:
    claimed_until = _release_claim(question, now)
    if outcome_of(question):
        route.due_at = None  # its end is on its way as an event
        route.save(update_fields=["due_at"])
    elif claimed_until is not None and now < route.deadline_at:
        route.due_at = min(claimed_until, route.deadline_at)
        route.save(update_fields=["due_at"])
    elif now < route.deadline_at:
        _look(route, question, now, asked=_asked(question, now))
    else:
        _expire(route, question, now)


def _release_claim(question: Question, now: datetime) -> datetime | None:
    """The end of the standing claim, if there is one; one that has lapsed is over."""
    claimed = AnswerRequest.objects.filter(question=question, state=RequestState.CLAIMED)
    standing = claimed.values_list("claimed_until", flat=True).first()
    if standing is not None and standing <= now:
        claimed.update(state=RequestState.WAITING)
        events.route_changed(question.pk)
        return None
    return standing


def _look(
    route: Route,
    question: Question,
    now: datetime,
    *,
    asked: tuple[policy.Asked, ...],
    neighbour_ids: Sequence[int] = (),
) -> int:
    """Ask those whom the wave still lacks besides ``asked``, set when to look again, and return how many."""
    situation = _situation(route, question, now, asked)
    picked = _pick(question, situation, now, neighbour_ids) if policy.is_wanting(situation) else []
    if picked:
        _ask(question, situation.wave, picked, now)
    is_new_wave = route.wave <= situation.wave
    route.wave = situation.wave + 1
    route.asked_count += len(picked)
    route.due_at = _next_due(route, question, now, asked + _just_asked(picked, situation.wave))
    route.save(force_insert=route._state.adding)  # noqa: SLF001 -- Django would look for the row first
    if is_new_wave and not picked:
        events.route_changed(question.pk)
    return len(picked)


def _ask(
    question: Question, wave: int, picked: Sequence[tuple[policy.Pick, bool]], now: datetime
) -> None:
    AnswerRequest.objects.bulk_create(
        AnswerRequest(
            question=question,
            person_id=pick.person_id,
            wave=wave,
            chance=pick.chance,
            base=pick.base,
            was_here=was_here,
            asked_at=now,
        )
        for pick, was_here in picked
    )
    ids = [pick.person_id for pick, _was_here in picked]
    events.answer_requested(question, person_ids=ids, wave=wave)


def _pick(
    question: Question, situation: policy.Situation, now: datetime, neighbour_ids: Sequence[int]
) -> list[tuple[policy.Pick, bool]]:
    """Choose, and count the ask on those who may still be asked once their rows are locked."""
    wanted = wanted_of(question, neighbour_ids)
    found = {candidate.person_id: candidate for candidate in candidates(wanted, now=now)}
    before = situation.asked
    picked: list[tuple[policy.Pick, bool]] = []
    for _try in range(TRIES):
        picks = policy.choose(list(found.values()), situation)
        counted = _count_ask([pick.person_id for pick in picks], now)
        picked += [
            (pick, found[pick.person_id].is_here) for pick in picks if pick.person_id in counted
        ]
        if len(counted) == len(picks):
            break
        for pick in picks:
            del found[pick.person_id]
        situation = replace(situation, asked=before + _just_asked(picked, situation.wave))
    return picked


def _just_asked(picked: Sequence[tuple[policy.Pick, bool]], wave: int) -> tuple[policy.Asked, ...]:
    return tuple(
        policy.Asked(pick.chance, 0, "waiting", was_here=was_here, wave=wave)
        for pick, was_here in picked
    )


def wanted_of(question: Question, neighbour_ids: Sequence[int] = ()) -> Wanted:
    """What to look for candidates by."""
    return Wanted(
        question_id=question.pk,
        asker_id=question.author_id,
        category_id=question.category_id,
        tag_ids=_tag_ids.rows(question=question.pk),
        sido_id=question.sido_id,
        sigungu_id=question.sigungu_id,
        emd_id=question.emd_id,
        neighbour_ids=neighbour_ids,
    )


@prepared
def _tag_ids() -> QuerySet[QuestionTag, Any]:
    tags = QuestionTag.objects.filter(question_id=Parameter("question"))
    return tags.values_list("tag_id", flat=True)


def _situation(
    route: Route, question: Question, now: datetime, asked: tuple[policy.Asked, ...]
) -> policy.Situation:
    elapsed = (now - route.started_at).total_seconds()
    return policy.Situation(
        elapsed=elapsed,
        remaining=(route.deadline_at - now).total_seconds(),
        is_urgent=question.is_urgent,
        wave=_wave(route, elapsed, is_urgent=question.is_urgent),
        hour=policy.hour_of_week(timezone.localtime(now)),
        asked=asked,
        question_id=question.pk,
    )


def _wave(route: Route, elapsed: float, *, is_urgent: bool) -> int:
    """The one that is on; the neighbouring 읍면동 are one more. A clock set back takes none back."""
    if route.widened_at:
        return len(policy.waves(is_urgent))
    return max(policy.wave_at(elapsed, is_urgent=is_urgent), route.wave - 1)


def _asked(question: Question, now: datetime) -> tuple[policy.Asked, ...]:
    states: dict[str, policy.AskState] = {
        RequestState.CLAIMED: "claimed",
        RequestState.WAITING: "waiting",
    }
    return tuple(
        policy.Asked(
            chance=request.chance,
            since=(now - request.asked_at).total_seconds(),
            state=states.get(request.state, "passed"),
            was_here=request.was_here,
            wave=request.wave,
        )
        for request in AnswerRequest.objects.filter(question=question)
    )


# Locked in the order of their ids, so that two waves that want the same people never wait in a circle.
_COUNT = """
WITH one AS (
    SELECT person_id, CASE WHEN asked_on = %(today)s THEN asked_today ELSE 0 END AS today
    FROM routing_answerer WHERE person_id = ANY (%(people)s)
    ORDER BY person_id FOR NO KEY UPDATE
)
UPDATE routing_answerer AS answerer
SET asked_on = %(today)s, asked_today = one.today + 1, load_sum = load_sum + %(load)s
FROM one
WHERE answerer.person_id = one.person_id AND one.today < answerer.daily_limit
RETURNING answerer.person_id
"""


def _count_ask(people: Sequence[int], now: datetime) -> set[int]:
    """Add one to what each has been asked today; the ids of those who were not at their limit."""
    if not people:
        return set()
    values: dict[str, Any] = {
        "today": timezone.localtime(now).date(),
        "people": list(people),
        "load": decay.stored(1, now, decay.LOAD),
    }
    with preparing(), connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return {person_id for (person_id,) in cursor.fetchall()}


def next_due(route: Route, question: Question, now: datetime) -> datetime:
    """When somebody else is needed if nobody reacts, and the deadline when nobody is. What was missed is not
    made up for.
    """
    return _next_due(route, question, now, _asked(question, now))


def _next_due(
    route: Route, question: Question, now: datetime, asked: tuple[policy.Asked, ...]
) -> datetime:
    after = policy.next_look(_situation(route, question, now, asked))
    if after is None:
        return route.deadline_at
    return min(route.started_at + timedelta(seconds=after), route.deadline_at)


def look_sooner(question: Question, *, now: datetime) -> None:
    """Less is to be hoped for than when the next step was set; at once where nobody is left."""
    running = Route.objects.select_for_update(no_key=True).filter(pk=question.pk, ended_at=None)
    route = running.first()
    asked = AnswerRequest.objects.open().filter(question=question)
    if route is None or asked.filter(state=RequestState.CLAIMED).exists():
        return
    due = next_due(route, question, now) if asked.exists() else now
    route.due_at = min(route.due_at or due, due)
    route.save(update_fields=["due_at"])


def _expire(route: Route, question: Question, now: datetime) -> None:
    """The promise is broken: say so, and learn who let it pass."""
    route.ended_at, route.outcome, route.due_at = now, Outcome.UNANSWERED, None
    route.save(update_fields=["ended_at", "outcome", "due_at"])
    learning.learn_from_silence(route=route, now=now)
    events.route_expired(question, asked=route.asked_count)
    events.route_changed(question.pk)
