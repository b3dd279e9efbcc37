"""Killed anywhere, each event takes effect exactly once."""

from __future__ import annotations

import signal

import pytest
from django.db import connection, transaction

from apps.events.enums import State
from apps.events.models import Delivery, Event
from apps.events.services.publishing import publish
from tests.events.processes.cast import PATIENCE
from tests.events.processes.handlers import (
    COUNTED,
    FOLLOWED,
    POISON_ATTEMPTS,
    POISONED,
    STARTED,
    effects,
)
from tests.waiting import eventually

EVENTS = 5

PUBLISH_AND_DIE = """
import os, signal
from django.db import transaction
from apps.events.services.publishing import publish
with transaction.atomic():
    publish({type!r}, {{"number": 1}})
    if {before_commit}:
        os.kill(os.getpid(), signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
"""


def all_done() -> bool:
    return not Delivery.objects.exclude(state=State.DONE).exists()


def test_a_publisher_that_dies_before_its_commit_has_published_nothing(cast):
    code = PUBLISH_AND_DIE.format(type=COUNTED, before_commit=True)
    assert cast.python(code).wait(PATIENCE) == -signal.SIGKILL
    assert not Event.objects.exists()


def test_a_publisher_that_dies_after_its_commit_is_heard(cast, wait_for):
    code = PUBLISH_AND_DIE.format(type=COUNTED, before_commit=False)
    assert cast.python(code).wait(PATIENCE) == -signal.SIGKILL
    cast.worker()
    cast.relay()
    assert wait_for(2)
    event = Event.objects.get()
    assert eventually(all_done, PATIENCE)
    assert effects() == [(event.pk, "count"), (event.pk, "count_too")]


@pytest.mark.parametrize("place", ["before-send", "after-send"])
def test_the_relay_dies_between_commit_and_sending(cast, publish_some, wait_for, place):
    expected = publish_some(EVENTS)
    cast.worker()
    assert cast.killed(cast.relay(die_at=place))
    cast.relay()
    assert wait_for(len(expected))
    assert eventually(all_done, PATIENCE)
    assert effects() == expected


@pytest.mark.parametrize("place", ["attempt-counted", "mid-handler", "before-acknowledgement"])
def test_the_worker_dies(cast, publish_some, wait_for, place):
    expected = publish_some(EVENTS)
    cast.relay()
    assert cast.killed(cast.worker(die_at=place))
    cast.worker()
    assert wait_for(len(expected))
    assert eventually(all_done, PATIENCE)
    assert effects() == expected


@pytest.mark.parametrize("place", ["before-taking", "after-taking"])
def test_the_worker_dies_between_what_it_did_and_what_followed(cast, wait_for, place):
    with transaction.atomic():
        first = publish(STARTED, {})
    cast.relay()
    assert cast.killed(cast.worker(die_at=place))
    cast.worker()
    assert wait_for(2)
    assert eventually(all_done, PATIENCE)
    second = Event.objects.get(type=FOLLOWED)
    assert effects() == [(first.pk, "start"), (second.pk, "follow")]


def test_a_child_of_the_worker_dies(cast, publish_some, wait_for):
    """What the kernel does when memory runs out: the parent lives on."""
    expected = publish_some(EVENTS)
    cast.relay()
    worker = cast.worker(pool="prefork", die_at="mid-handler")
    assert wait_for(len(expected))
    assert eventually(all_done, PATIENCE)
    assert worker.poll() is None
    assert cast.flag.exists()
    assert effects() == expected


def test_a_handler_that_kills_every_worker_is_given_up_and_holds_up_nobody(
    cast, publish_some, wait_for
):
    with transaction.atomic():
        poisoned = publish(POISONED, {})
    expected = publish_some(EVENTS)
    cast.relay()
    worker = cast.worker(pool="prefork")
    delivery = poisoned.deliveries.get()
    dead = Delivery.objects.dead().filter(pk=delivery.pk, attempts=POISON_ATTEMPTS)
    assert eventually(dead.exists, PATIENCE)
    assert wait_for(len(expected))
    assert worker.poll() is None
    assert effects() == expected


def test_valkey_forgets_what_was_queued(cast, publish_some, wait_for):
    expected = publish_some(EVENTS)
    cast.relay()
    assert eventually(lambda: not Delivery.objects.filter(sent=0).exists(), PATIENCE)
    assert eventually(lambda: cast.valkey.queued("events") > 0, PATIENCE)
    cast.valkey.stop()
    cast.valkey.start()
    cast.worker()
    assert wait_for(len(expected))
    assert eventually(all_done, PATIENCE)
    assert effects() == expected


def test_valkey_is_away_while_things_happen(cast, publish_some, wait_for):
    cast.worker()
    relay = cast.relay()
    first = publish_some(1)
    assert wait_for(len(first))
    cast.valkey.stop()
    expected = first + publish_some(EVENTS)
    assert eventually(
        lambda: Delivery.objects.exclude(state=State.DONE).count() == len(expected) - 2, PATIENCE
    )
    cast.valkey.start()
    assert wait_for(len(expected))
    assert eventually(all_done, PATIENCE)
    assert relay.poll() is None
    assert effects() == expected


def test_the_database_drops_every_connection(cast, publish_some, wait_for):
    cast.worker()
    relay = cast.relay()
    first = publish_some(1)
    assert wait_for(len(first))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    expected = first + publish_some(EVENTS)
    assert wait_for(len(expected))
    assert eventually(all_done, PATIENCE)
    assert relay.poll() is None
    assert effects() == expected


def test_everything_dies_again_and_again(cast, publish_some, wait_for):
    """Two relays, two workers, each killed in the middle of the work, and Valkey with them."""
    relays = [cast.relay(), cast.relay()]
    workers = [cast.worker(), cast.worker(pool="prefork")]
    expected = []
    for kill_next in (workers, relays, workers):
        expected += publish_some(40)
        assert wait_for(len(expected) - 60)
        cast.kill(kill_next.pop(0))
        kill_next.append(cast.worker() if kill_next is workers else cast.relay())
    expected += publish_some(40)
    cast.valkey.stop()
    for process in relays + workers:
        cast.kill(process)
    cast.valkey.start()
    cast.worker()
    cast.relay()
    assert wait_for(len(expected))
    assert eventually(all_done, PATIENCE)
    assert effects() == expected
