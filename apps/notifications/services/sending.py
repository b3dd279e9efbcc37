"""One message to one address: looked at as things stand, handed over, and written down.

The decision and the mark that a worker is at it are committed before a server is spoken to. Killed before
the outcome is written, nobody knows whether it arrived: such a message is sent once more, with the same
Message-ID or topic, and then no more.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from apps.core.backoff import backoff
from apps.notifications import policy
from apps.notifications.channels import handing_over
from apps.notifications.channels.outcomes import (
    Away,
    Gone,
    Outcome,
    Refused,
    Sent,
    TryLater,
    Unsure,
)
from apps.notifications.composing import Message, compose
from apps.notifications.enums import Channel, State, Why
from apps.notifications.facts import facts_of
from apps.notifications.kinds.registry import A_WHILE
from apps.notifications.models import MOST_TIMES, Dispatch
from apps.notifications.services.devices import forget_address

logger = logging.getLogger(__name__)

# Seconds a server has to take a message, all tries of the connection included.
SENDING_LEASE = timedelta(seconds=90)
ERROR_LENGTH = 2000
# A server that is away costs no try; it is asked again after so many seconds, plus up to as many.
AWAY_SECONDS = 30.0
# One that stays away longer is not coming back, or never was.
LONGEST_OUTAGE = {Channel.PUSH: timedelta(hours=2), Channel.EMAIL: timedelta(days=1)}


@dataclass(frozen=True)
class Tries:
    """How often a way is tried, and the seconds before the second time."""

    most: int
    first: float
    factor: float = 4.0


TRIES = {Channel.PUSH: Tries(3, first=5.0), Channel.EMAIL: Tries(5, first=30.0)}
LONGEST_WAIT = 3600.0
MOST_UNSURE = 1


def send(*, dispatch_id: int) -> str:
    """Send it if it may leave and nobody else is at it; return its state afterwards, "" if untouched."""
    try:
        message = _begin(dispatch_id)
    except DatabaseError:
        raise
    except Exception as error:
        logger.exception("message %s could not be made", dispatch_id)
        return _stumble(dispatch_id, f"{type(error).__name__}: {error}")
    if message is None:
        return ""
    outcome = handing_over.hand_over(message)
    state = _record(message, outcome)
    if isinstance(outcome, Gone):
        _forget(message, outcome.error)
    return state


def retry(*, dispatch_id: int) -> bool:
    """Give a dead message a fresh set of tries, as an operator asks."""
    dead = Dispatch.objects.dead().filter(pk=dispatch_id)
    return bool(
        dead.update(state=State.WAITING, attempts=0, unsure=0, due_at=timezone.now(), why="")
    )


def _forget(message: Message, error: str) -> None:
    """After the message is written down and apart from it: two for one device wait in no circle."""
    device_id = message.device.pk if message.device else None
    email = message.email if message.channel == Channel.EMAIL else ""
    forget_address(device_id=device_id, email=email, error=error)


@transaction.atomic
def _stumble(dispatch_id: int, error: str) -> str:
    """Not even made: it costs a try, so that it ends where an operator sees it."""
    dispatch = _lock(dispatch_id)
    if dispatch is None:
        return ""
    dispatch.attempts += 1
    unsure = dispatch.unsure + (dispatch.state == State.LOST)
    Dispatch.objects.filter(pk=dispatch.pk).update(attempts=dispatch.attempts, unsure=unsure)
    return _try_later(dispatch, error, None)


@transaction.atomic
def _begin(dispatch_id: int) -> Message | None:
    dispatch = _lock(dispatch_id)
    if dispatch is None:
        return None
    now = timezone.now()
    if dispatch.state == State.LOST:
        if dispatch.unsure >= MOST_UNSURE:
            _set(dispatch, State.DEAD, last_error="worker lost while sending, twice")
            return None
        dispatch.unsure += 1
    # Of several messages to one person at once, each counts those before it.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"dispatch:{dispatch.person_id}"]
        )
    match policy.decide(facts_of(dispatch, now)):
        case policy.Skip(why):
            _set(dispatch, State.SKIPPED, why=why)
            return None
        case policy.Postpone(until):
            _set(dispatch, State.WAITING, due_at=until, unsure=dispatch.unsure)
            return None
    message = compose(dispatch)
    if message is None:
        _set(dispatch, State.SKIPPED, why=Why.NOTHING)
        return None
    _set(
        dispatch,
        State.SENDING,
        attempts=dispatch.attempts + 1,
        unsure=dispatch.unsure,
        due_at=now + SENDING_LEASE,
    )
    return message


def _lock(dispatch_id: int) -> Dispatch | None:
    """The row, if the relay has sent it here and nobody is sending it."""
    rows = Dispatch.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    rows = rows.select_related("person", "device", "digest")
    dispatch: Dispatch | None = rows.filter(
        pk=dispatch_id, state__in=(State.QUEUED, State.LOST)
    ).first()
    return dispatch


@transaction.atomic
def _record(message: Message, outcome: Outcome) -> str:
    dispatch = (
        Dispatch.objects.select_for_update(no_key=True).filter(pk=message.dispatch_id).first()
    )
    if dispatch is None or dispatch.state != State.SENDING:
        return ""
    now = timezone.now()
    match outcome:
        case Sent():
            return _sent(dispatch, message, now)
        case Gone(error):
            return _set(dispatch, State.SKIPPED, why=Why.ADDRESS, last_error=error)
        case Refused(error):
            return _give_up(dispatch, error)
        case TryLater(error, after):
            return _try_later(dispatch, error, after)
        case Away(error):
            return _wait_for_server(dispatch, error)
        case Unsure(error):
            if dispatch.unsure >= MOST_UNSURE:
                return _give_up(dispatch, error)
            Dispatch.objects.filter(pk=dispatch.pk).update(unsure=F("unsure") + 1)
            return _try_later(dispatch, error, None)


def _try_later(dispatch: Dispatch, error: str, after: float | None) -> str:
    tries = TRIES[Channel(dispatch.channel)]
    if dispatch.attempts >= tries.most:
        return _give_up(dispatch, error)
    wait = backoff(dispatch.attempts, first=tries.first, factor=tries.factor, longest=LONGEST_WAIT)
    if after is not None:
        wait = max(wait, timedelta(seconds=after))
    return _set(dispatch, State.WAITING, due_at=timezone.now() + wait, last_error=error)


def _sent(dispatch: Dispatch, message: Message, now: datetime) -> str:
    """What joined the line while this was on its way was not in it: that is pushed after a while."""
    values: dict[str, Any] = {"sent_at": now, "last_error": "", "times": dispatch.times + 1}
    line = dispatch.notification
    joined = line is not None and line.happened_at > message.made_at
    if joined and dispatch.channel == Channel.PUSH and dispatch.times + 1 < MOST_TIMES:
        return _set(dispatch, State.WAITING, attempts=0, unsure=0, due_at=now + A_WHILE, **values)
    return _set(dispatch, State.SENT, **values)


def _is_old(dispatch: Dispatch) -> bool:
    """By the database's clock, which wrote down when it was made."""
    then = Now() - LONGEST_OUTAGE[Channel(dispatch.channel)]
    lately = Q(created_at__gte=then) | Q(sent_at__gte=then)
    return not Dispatch.objects.filter(lately, pk=dispatch.pk).exists()


def _wait_for_server(dispatch: Dispatch, error: str) -> str:
    if _is_old(dispatch):
        return _give_up(dispatch, error)
    wait = timedelta(seconds=AWAY_SECONDS) + backoff(
        1, first=AWAY_SECONDS, factor=1, longest=AWAY_SECONDS
    )
    return _set(
        dispatch,
        State.WAITING,
        attempts=dispatch.attempts - 1,
        due_at=timezone.now() + wait,
        last_error=error,
    )


def _give_up(dispatch: Dispatch, error: str) -> str:
    logger.error("message %s by %s is dead: %s", dispatch.pk, dispatch.channel, error)
    return _set(dispatch, State.DEAD, last_error=error)


def _set(dispatch: Dispatch, state: State, **values: object) -> str:
    if "last_error" in values:
        values["last_error"] = str(values["last_error"]).replace("\0", "")[:ERROR_LENGTH]
    Dispatch.objects.filter(pk=dispatch.pk).update(state=state, **({"why": ""} | values))
    return state
