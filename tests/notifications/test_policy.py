"""No message leaves against its reader's will, whatever they chose and wherever they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.models import QuietHours
from apps.accounts.quiet import day_began, midnight_after, quiet_until
from apps.notifications.enums import Why
from apps.notifications.policy import Facts, Postpone, Send, Skip, decide

ZONES = ("Asia/Seoul", "America/New_York", "Europe/London", "Asia/Kolkata", "Pacific/Apia",
         "Australia/Lord_Howe")  # fmt: skip
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
WHOLE_HOURS = st.integers(0, 23)


@st.composite
def quiet_hours(draw):
    begins = draw(st.none() | WHOLE_HOURS)
    ends = None if begins is None else draw(WHOLE_HOURS.filter(lambda hour: hour != begins))
    paused = draw(st.none() | MOMENTS)
    zone = draw(st.sampled_from(ZONES))
    return QuietHours(begins=begins, ends=ends, time_zone=zone, paused_until=paused)


def is_quiet(hours: QuietHours, moment: datetime) -> bool:
    """Said once more in other words: by the clock on the reader's wall."""
    if hours.paused_until and moment < hours.paused_until:
        return True
    if hours.begins is None or hours.ends is None:
        return False
    quiet = set()
    hour = hours.begins
    while hour != hours.ends:
        quiet.add(hour)
        hour = (hour + 1) % 24
    return moment.astimezone(ZoneInfo(hours.time_zone)).hour in quiet


@given(quiet_hours(), MOMENTS)
def test_quiet_ends_where_it_says_and_not_before(hours, now):
    until = quiet_until(hours, now)
    if until is None:
        assert not is_quiet(hours, now)
        return
    assert until > now
    assert is_quiet(hours, now)
    assert not is_quiet(hours, until)
    # Quiet all the way, but for the gap between a pause that has not begun to matter and the night.
    for share in (0.25, 0.5, 0.75):
        between = now + (until - now) * share
        if hours.paused_until is None or between < hours.paused_until:
            assert is_quiet(hours, between)


@given(quiet_hours(), MOMENTS)
def test_a_day_has_a_beginning_and_an_end(hours, now):
    began, ends = day_began(hours, now), midnight_after(hours, now)
    assert began <= now < ends
    assert timedelta(hours=22) <= ends - began <= timedelta(hours=26)


@st.composite
def facts(draw):
    now = draw(MOMENTS)
    flags = {
        name: draw(st.booleans())
        for name in (
            "is_there",
            "is_read",
            "is_blocked",
            "is_muted",
            "is_active",
            "is_chosen",
            "is_reachable",
        )
    }
    return Facts(
        now=now,
        quiet_until=quiet_until(draw(quiet_hours()), now),
        sent_today=draw(st.integers(0, 5)),
        daily_limit=draw(st.integers(1, 5)),
        worthless_at=draw(st.none() | MOMENTS),
        **flags,
    )


@given(facts())
def test_nothing_leaves_against_its_readers_will(known):
    willing = (
        known.is_active and known.is_there and known.is_chosen and known.is_reachable
        and not known.is_read and not known.is_blocked and not known.is_muted
        and known.quiet_until is None and known.sent_today < known.daily_limit
        and (known.worthless_at is None or known.now < known.worthless_at)
    )  # fmt: skip
    assert (decide(known) == Send()) == willing


@given(facts())
def test_what_waits_leaves_when_quiet_ends_or_never(known):
    decision = decide(known)
    if isinstance(decision, Postpone):
        assert decision.until == known.quiet_until > known.now
        later = replace(known, now=decision.until, quiet_until=None)
        assert decide(later) == Send() or decide(later) == Skip(Why.LIMIT)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"is_active": False}, Why.AWAY),
        ({"is_there": False}, Why.GONE),
        ({"is_read": True}, Why.READ),
        ({"is_blocked": True}, Why.BLOCKED),
        ({"is_muted": True}, Why.MUTED),
        ({"is_chosen": False}, Why.OFF),
        ({"is_reachable": False}, Why.ADDRESS),
        ({"sent_today": 1}, Why.LIMIT),
    ],
)
def test_an_operator_reads_why_it_did_not_leave(change, why):
    known = Facts(now=datetime(2026, 12, 1, tzinfo=UTC))
    assert decide(known) == Send()
    assert decide(replace(known, **change)) == Skip(why)


def test_an_ask_does_not_wait_for_the_morning():
    now = datetime(2026, 12, 1, 15, tzinfo=UTC)
    ask = Facts(now=now, worthless_at=now + timedelta(minutes=10),
                quiet_until=now + timedelta(hours=7))  # fmt: skip
    assert decide(ask) == Skip(Why.QUIET)
    assert decide(replace(ask, quiet_until=None)) == Send()
    assert decide(replace(ask, now=now + timedelta(minutes=10), quiet_until=None)) == Skip(Why.LATE)
