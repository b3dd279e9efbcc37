"""Valkey is stopped for good, or hangs: values are right, and nobody waits long."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from functools import partial

import pytest
import time_machine
from django.db import transaction

from apps.core import impatient_pool
from apps.core.layered import Layered, bump, bump_on_commit, forget_locally, shared
from tests.at_once import at_once
from tests.events.processes.cast import Valkey


@pytest.fixture(autouse=True)
def impatient(monkeypatch) -> None:
    """What was told or waited for in another test counts for nothing."""
    monkeypatch.setattr(shared, "_told_at", -shared.TOLD_EVERY)
    monkeypatch.setattr(impatient_pool, "PAUSE", 0.0)


@pytest.fixture
def valkey(tmp_path, settings) -> Iterator[Valkey]:
    """A server of this test's own, in the place of the cache's."""
    server = Valkey(tmp_path)
    server.start()
    use(settings, server.url)
    yield server
    server.stop()


def use(settings, url: str) -> None:
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": url}}


def test_it_is_computed_and_kept_here(valkey, counted):
    kept = Layered[int]("numbers", seconds=600)
    valkey.stop()
    assert [kept.get("a", counted) for _again in range(3)] == [1, 1, 1]


def test_not_for_longer_than_otherwise(valkey, counted):
    valkey.stop()
    with time_machine.travel("2026-01-01", tick=False) as clock:
        kept = Layered[int]("numbers", seconds=600)
        for _second in range(60):
            assert kept.get("a", counted) == 1
            clock.shift(1)
        assert kept.get("a", counted) == 2


def test_what_has_a_subject_is_computed_each_time(valkey, counted):
    """It may have been hidden, and nobody could say so."""
    kept = Layered[int]("numbers", seconds=600)
    kept.get("a", counted, subjects=["person:1"])
    valkey.stop()
    assert [kept.get("a", counted, subjects=["person:1"]) for _again in range(2)] == [2, 3]


def test_it_goes_away_while_something_is_computed(valkey, counted):
    kept = Layered[int]("numbers", seconds=600)

    def meanwhile() -> int:
        valkey.stop()
        return counted()

    assert kept.get("a", meanwhile) == 1
    assert kept.get("a", counted) == 1


@pytest.mark.django_db(transaction=True)
def test_a_crowd_computes_it_once_in_a_process(valkey, counted):
    valkey.stop()
    kept = Layered[int]("numbers", seconds=600)
    assert at_once([partial(kept.get, "a", counted)] * 20) == [1] * 20


def test_nothing_fails_that_is_for_others_sake(valkey):
    kept = Layered[int]("numbers", seconds=600)
    valkey.stop()
    kept.put("a", 7)


def test_when_it_is_back_it_is_used(valkey, counted):
    kept = Layered[int]("numbers", seconds=600)
    valkey.stop()
    kept.get("a", counted)
    valkey.start()
    forget_locally()
    assert [kept.get("a", counted), kept.get("a", counted)] == [2, 2]
    forget_locally()
    assert kept.get("a", counted) == 2


def test_it_is_told_once_in_a_while(valkey, caplog):
    valkey.stop()
    kept = Layered[int]("numbers", seconds=600, local=0)
    with caplog.at_level(logging.WARNING):
        for key in "abcdef":
            kept.get(key, lambda: 1)
    assert caplog.text.count("doing without Valkey") == 1


def test_whoever_has_to_tell_it_learns_that_it_was_not_heard(valkey):
    valkey.stop()
    for tell in (partial(bump, "person:1"), partial(Layered("numbers", seconds=600).forget, "a")):
        with pytest.raises(shared.Away):
            tell()


@pytest.mark.django_db(transaction=True)
def test_a_change_is_made_all_the_same(valkey):
    valkey.stop()
    with transaction.atomic():
        bump_on_commit("person:1")


@pytest.mark.django_db(transaction=True)
def test_a_change_is_told_when_it_is_true(valkey, counted):
    kept = Layered[int]("numbers", seconds=600)
    get = partial(kept.get, "a", counted, subjects=["person:1"])
    assert get() == 1
    with transaction.atomic():
        bump_on_commit("person:1")
        assert get() == 1
    assert get() == 2


def test_one_that_hangs_costs_one_wait(settings, monkeypatch, counted):
    """It takes the calls and never says a word; the first waits for its second, the others do not."""
    monkeypatch.setattr(impatient_pool, "PAUSE", 60.0)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        use(settings, f"redis://:secret@127.0.0.1:{listening.getsockname()[1]}/0")
        kept = Layered[int]("numbers", seconds=600)
        began = time.monotonic()
        assert [kept.get("a", counted, subjects=["person:1"]) for _again in range(20)][-1] == 20
        assert time.monotonic() - began < 2.5
