"""Many who want the same at the same time: one computes it."""

from __future__ import annotations

import logging
import threading
from contextlib import nullcontext
from functools import partial

import pytest
import time_machine
from django_redis import get_redis_connection

from apps.core.layered import Layered, cache, forget_locally
from tests.at_once import at_once
from tests.core.layered.conftest import Counted

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 20


def slowly(number: int) -> int:
    threading.Event().wait(0.2)
    return number


def test_a_cold_value_is_computed_once():
    kept, slow = Layered[int]("numbers", seconds=60), Counted(slowly)
    assert at_once([partial(kept.get, "a", slow)] * THREADS) == [1] * THREADS
    assert slow.asked == 1


def test_also_by_processes_that_share_only_valkey(monkeypatch):
    """Threads that do not know of each other are processes to this code."""
    monkeypatch.setattr(cache, "_one_of_this_process", apart)
    kept, slow = Layered[int]("numbers", seconds=60, local=0), Counted(slowly)
    assert at_once([partial(kept.get, "a", slow)] * THREADS) == [1] * THREADS
    assert slow.asked == 1


def test_also_under_a_subject():
    kept, slow = Layered[int]("numbers", seconds=60), Counted(slowly)
    get = partial(kept.get, "a", slow, subjects=["person:1"])
    assert at_once([get] * THREADS) == [1] * THREADS
    assert slow.asked == 1


def test_other_values_do_not_wait(monkeypatch):
    kept, done = Layered[str]("words", seconds=60), threading.Event()

    def waits() -> str:
        assert done.wait(10)
        return "waited"

    def does_not() -> str:
        done.set()
        return "did not"

    found = at_once([partial(kept.get, "a", waits), partial(kept.get, "b", does_not)])
    assert found == ["waited", "did not"]


def test_nobody_waits_for_ever_for_one_who_died(monkeypatch, counted):
    monkeypatch.setattr(cache, "PATIENCE", 0.1)
    kept = Layered[int]("numbers", seconds=60)
    where = kept._where("a", "")
    get_redis_connection().set(f"layered:{where}:lock", "somebody who died", px=10_000)
    assert kept.get("a", counted) == 1
    assert get_redis_connection().get(f"layered:{where}:lock") == b"somebody who died"


def test_a_failure_is_everybodys_own_and_the_next_may_try(counted):
    kept = Layered[int]("numbers", seconds=60)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", counted) == 1


class TestRefreshingAhead:
    @pytest.fixture
    def clock(self):
        with time_machine.travel("2026-01-01", tick=False) as clock:
            yield clock

    @pytest.fixture
    def kept(self) -> Layered[int]:
        return Layered[int]("numbers", seconds=3600, refresh_after=900)

    def test_one_makes_it_anew_and_the_others_get_the_old_one(self, clock, kept):
        begun, go_on = threading.Event(), threading.Event()

        def slow(number: int) -> int:
            begun.set()
            assert go_on.wait(10)
            return number

        anew = Counted(slow)
        kept.put("a", 0)
        clock.shift(901)
        refreshing = threading.Thread(target=kept.get, args=("a", anew))
        refreshing.start()
        assert begun.wait(10)
        assert at_once([partial(kept.get, "a", anew)] * 5) == [0] * 5
        go_on.set()
        refreshing.join(10)
        assert kept.get("a", anew) == 1
        assert anew.asked == 1

    def test_another_process_does_not_make_it_anew_once_more(self, clock, kept, counted):
        kept.put("a", 0)
        clock.shift(890)
        forget_locally()
        assert kept.get("a", counted) == 0  # here for a minute, old after ten seconds
        clock.shift(15)
        elsewhere = Layered[int]("numbers", seconds=3600, refresh_after=900, local=0)
        old = cache.local.everything
        cache.local.everything = cache.local.Local()
        try:
            assert elsewhere.get("a", counted) == 1
        finally:
            cache.local.everything = old
        assert kept.get("a", counted) == 1

    def test_a_failure_leaves_the_old_one(self, clock, kept, caplog):
        kept.put("a", 0)
        clock.shift(901)
        with caplog.at_level(logging.ERROR):
            assert kept.get("a", lambda: 1 // 0) == 0
        assert "could not be made anew" in caplog.text

    def test_beyond_its_time_there_is_no_old_one(self, clock, kept):
        kept.put("a", 0)
        clock.shift(3601)
        with pytest.raises(ZeroDivisionError):
            kept.get("a", lambda: 1 // 0)

    def test_whoever_computes_by_the_clock_keeps_it_new(self, clock, kept, counted):
        for _quarter in range(5):
            kept.put("a", counted())
            clock.shift(800)
            assert kept.get("a", Counted()) == counted.asked


def apart(_where, _patience):
    return nullcontext()
