"""What pages show of looking for an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import User
from apps.questions.models import Question
from apps.questions.querysets import REGION_COLUMN
from apps.regions import queries as regions
from apps.regions.enums import Level
from apps.regions.models import Region
from apps.routing import limits, permissions
from apps.routing.enums import Outcome, RequestState
from apps.routing.models import Answerer, AnswerRequest, Route

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

REQUESTS_SHOWN = 20
NEIGHBOURS_COUNTED = 1000
NEIGHBOURS_SECONDS = 60


@dataclass(frozen=True)
class Status:
    """Where looking for an answer stands, as one reader sees it."""

    route: Route
    claim: AnswerRequest | None = None
    mine: AnswerRequest | None = None
    neighbours: list[Region] = field(default_factory=list)

    @property
    def is_unanswered(self) -> bool:
        return self.route.outcome == Outcome.UNANSWERED

    @property
    def is_mine_open(self) -> bool:
        return self.mine is not None and self.mine.is_open

    @property
    def is_claimed_by_me(self) -> bool:
        return self.claim is not None and self.claim == self.mine


def status_of(question: Question, viewer: User | AnonymousUser) -> Status | None:
    """Two queries while a question waits, none once it is settled."""
    if not _is_waiting(question):
        return None
    route = Route.objects.filter(pk=question.pk).first()
    if route is None or route.outcome not in ("", Outcome.UNANSWERED):
        return None
    claim, mine = _claim_and_mine(question, viewer)
    offered: list[Region] = []
    if permissions.can_widen(viewer, question, route):
        offered = regions.neighbours(question.region, limit=limits.NEIGHBOURS)
    return Status(route=route, claim=claim, mine=mine, neighbours=offered)


def open_requests(person: User) -> list[AnswerRequest]:
    """What waits for somebody's answer, the newest first."""
    return list(AnswerRequest.objects.open_for(person)[:REQUESTS_SHOWN])


def count_neighbours(region: Region) -> int:
    """How many people could be asked about ``region``, up to ``NEIGHBOURS_COUNTED``; a minute old."""
    key = f"routing:neighbours:{region.pk}"
    number: int | None = cache.get(key)
    if number is None:
        column = REGION_COLUMN[Level(region.level)]
        people = Answerer.objects.filter(is_willing=True, **{f"{column}_id": region.pk})
        number = people[:NEIGHBOURS_COUNTED].count()
        cache.set(key, number, NEIGHBOURS_SECONDS)
    return number


def _is_waiting(question: Question) -> bool:
    """Whether a route may still be on its way: the asker's own answer does not end it."""
    if not question.is_open or question.is_accepted or not question.is_visible:
        return False
    young: datetime = timezone.now() - 2 * limits.PROMISE
    return question.answer_count == 0 or question.created_at > young


def _claim_and_mine(
    question: Question, viewer: User | AnonymousUser
) -> tuple[AnswerRequest | None, AnswerRequest | None]:
    now = timezone.now()
    wanted = Q(state=RequestState.CLAIMED, claimed_until__gt=now)
    if viewer.is_authenticated:
        wanted |= Q(person=viewer)
    found = list(AnswerRequest.objects.filter(wanted, question=question).select_related("person"))
    claim = next((one for one in found if one.claimed_until and one.claimed_until > now), None)
    mine = next((one for one in found if one.person_id == viewer.pk), None)
    return claim, mine
