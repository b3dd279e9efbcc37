"""Where a value comes from, and until when."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from typing import NamedTuple

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django_redis import get_redis_connection

from apps.accounts.models import User
from apps.core.layered import Layered, bump, forget_locally
from apps.core.layered.entries import Entry
from apps.core.layered.local import Local
from tools.data_dir import ROOT


class Place(NamedTuple):
    name: str
    count: int


def test_it_is_computed_once(counted):
    kept = Layered[int]("numbers", seconds=60)
    assert [kept.get("a", counted), kept.get("a", counted)] == [1, 1]
    assert kept.get("b", counted) == 2


def test_a_process_that_does_not_have_it_asks_valkey(counted):
    kept = Layered[int]("numbers", seconds=60)
    kept.get("a", counted)
    forget_locally()
    assert kept.get("a", counted) == 1


def test_this_process_does_not_ask_valkey_again(counted):
    kept = Layered[int]("numbers", seconds=60)
    kept.get("a", counted)
    get_redis_connection().flushdb()
    assert kept.get("a", counted) == 1


def test_without_a_layer_of_its_own_it_asks_each_time(counted):
    kept = Layered[int]("numbers", seconds=60, local=0)
    kept.get("a", counted)
    get_redis_connection().flushdb()
    assert kept.get("a", counted) == 2


def test_names_and_versions_keep_values_apart(counted):
    kept, other = Layered[int]("numbers", seconds=60), Layered[int]("others", seconds=60)
    found = [kept.get("a", counted), other.get("a", counted), kept.get("a", counted, version=2)]
    assert found == [1, 2, 3]
    assert kept.get("a", counted, version=2) == 3


def test_it_is_over_after_its_time(counted):
    with time_machine.travel("2026-01-01", tick=False) as clock:
        kept = Layered[int]("numbers", seconds=600, refresh_after=600)
        kept.get("a", counted)
        clock.shift(599)
        assert kept.get("a", counted) == 1
        clock.shift(2)
        assert kept.get("a", counted) == 2


def test_a_process_keeps_it_for_a_minute_at_most(counted):
    with time_machine.travel("2026-01-01", tick=False) as clock:
        kept = Layered[int]("numbers", seconds=600)
        kept.get("a", counted)
        get_redis_connection().flushdb()
        clock.shift(59)
        assert kept.get("a", counted) == 1
        clock.shift(2)
        assert kept.get("a", counted) == 2


@pytest.mark.parametrize(
    "times", [{"seconds": 86_400}, {"seconds": 0}, {"seconds": 90, "local": 61}]
)
def test_nothing_is_kept_longer_than_its_version_or_a_minute(times):
    with pytest.raises(ValueError, match="too long"):
        Layered("numbers", **times)


def test_what_was_written_is_there(counted):
    kept = Layered[int]("numbers", seconds=60)
    kept.put("a", 7)
    assert kept.get("a", counted) == 7
    forget_locally()
    assert kept.get("a", counted) == 7


def test_what_is_dropped_is_computed(counted):
    kept = Layered[int]("numbers", seconds=60)
    kept.get("a", counted)
    kept.forget("a")
    assert kept.get("a", counted) == 2


def test_in_valkey_it_goes_by_itself(counted):
    Layered[int]("numbers", seconds=60).get("a", counted)
    redis = get_redis_connection()
    assert all(0 < redis.pttl(key) <= 60_000 for key in redis.keys("layered:numbers:*"))


class TestValues:
    def test_are_unpacked(self):
        kept = Layered[list[Place]](
            "places", seconds=60, unpack=lambda rows: [Place(*row) for row in rows]
        )
        found = [kept.get("a", lambda: [Place("애월", 3)]) for _again in range(2)]
        assert found == [[Place("애월", 3)]] * 2

    def test_are_packed(self):
        kept = Layered[set[int]]("sets", seconds=60, pack=sorted, unpack=set)
        assert kept.get("a", lambda: {2, 1}) == kept.get("a", set) == {1, 2}

    def test_are_nobodys_to_change(self):
        kept = Layered[list[int]]("lists", seconds=60)
        kept.get("a", lambda: [1]).append(2)
        assert kept.get("a", list) == [1]

    @pytest.mark.parametrize("value", [User(), {1}, object(), b"bytes"])
    def test_are_json(self, value):
        with pytest.raises(TypeError):
            Layered("anything", seconds=60).get("a", lambda: value)

    def test_none_is_one(self, counted):
        kept = Layered[None]("none", seconds=60)
        assert [kept.get("a", lambda: None), kept.get("a", counted)] == [None, None]

    @pytest.mark.parametrize("raw", [b"", b"x", b"a b c\n1", b"\xff\xfe\n1", b"\n1"])
    def test_of_another_make_are_nothing(self, raw):
        assert Entry.read(raw) is None

    def test_survive_being_written(self):
        entry = Entry.of(["애월\n", None], "a.b")
        assert Entry.read(entry.written()).value() == ["애월\n", None]
        assert Entry.read(entry.written()).versions == "a.b"

    def test_too_large_ones_stay_here(self, counted):
        kept = Layered[str]("large", seconds=60)
        kept.get("a", lambda: "x" * 600_000)
        assert get_redis_connection().keys("layered:large:*") == []
        assert len(kept.get("a", lambda: "")) == 600_000


class TestNobodysOwn:
    """What is kept for everybody is never made for somebody."""

    @pytest.mark.parametrize(
        "somebody",
        [AnonymousUser(), User(pk=1), RequestFactory().get("/")],
        ids=lambda it: type(it).__name__,
    )
    def test_what_is_made_for_somebody_is_refused(self, somebody):
        kept = Layered("anything", seconds=60)

        def closing_over():
            return str(somebody)

        def given(reader=somebody):
            return str(reader)

        for compute in (closing_over, partial(str, somebody), given, somebody.__str__):
            with pytest.raises(TypeError, match="for somebody"):
                kept.get("a", compute)

    def test_ids_are_fine(self):
        reader = 12
        assert Layered("anything", seconds=60).get("a", lambda: reader) == 12


class TestSubjects:
    def test_one_word_makes_all_that_was_kept_of_it_invalid(self, counted):
        kept, other = Layered[int]("numbers", seconds=60), Layered[int]("others", seconds=60)
        for each in (kept, other):
            each.get("a", counted, subjects=["person:1"])
        bump("person:1")
        assert kept.get("a", counted, subjects=["person:1"]) == 3
        assert other.get("a", counted, subjects=["person:1"]) == 4
        assert kept.get("a", counted, subjects=["person:1"]) == 3

    def test_others_keep_theirs(self, counted):
        kept = Layered[int]("numbers", seconds=60)
        kept.get("a", counted, subjects=["person:1", "tags"])
        bump("person:2")
        assert kept.get("a", counted, subjects=["person:1", "tags"]) == 1
        bump("tags")
        assert kept.get("a", counted, subjects=["person:1", "tags"]) == 2

    def test_another_process_sees_it_at_once(self, counted, settings):
        kept = Layered[int]("numbers", seconds=60)
        kept.get("a", counted, subjects=["person:1"])
        in_another_process("from apps.core.layered import bump; bump('person:1')", settings)
        assert kept.get("a", counted, subjects=["person:1"]) == 2

    def test_another_process_has_the_value(self, settings):
        kept = Layered[str]("words", seconds=60)
        in_another_process(
            "from apps.core.layered import Layered;"
            "Layered('words', seconds=60).get('a', lambda: 'theirs', subjects=['person:1'])",
            settings,
        )
        assert kept.get("a", lambda: "ours", subjects=["person:1"]) == "theirs"

    def test_a_version_that_was_forgotten_makes_nothing_valid_again(self, counted):
        kept = Layered[int]("numbers", seconds=60)
        kept.get("a", counted, subjects=["person:1"])
        bump("person:1")
        get_redis_connection().delete("layered:version:person:1")
        assert kept.get("a", counted, subjects=["person:1"]) == 2

    def test_what_changed_while_it_was_computed_is_not_kept(self, counted):
        kept = Layered[int]("numbers", seconds=60)

        def meanwhile():
            bump("person:1")
            return counted()

        kept.get("a", meanwhile, subjects=["person:1"])
        assert kept.get("a", counted, subjects=["person:1"]) == 2


class TestThisProcess:
    def entry(self, size: int = 1) -> Entry:
        return Entry.of("x" * size, "")

    def test_keeps_no_more_than_it_may(self):
        here = Local(entries=3)
        for key in "abcd":
            here.put(key, self.entry(), 60)
        assert [key for key in "abcd" if here.get(key)] == ["b", "c", "d"]

    def test_drops_what_was_not_asked_for(self):
        here = Local(entries=2)
        here.put("a", self.entry(), 60)
        here.put("b", self.entry(), 60)
        assert here.get("a")
        here.put("c", self.entry(), 60)
        assert [key for key in "abc" if here.get(key)] == ["a", "c"]

    def test_keeps_no_more_bytes_than_it_may(self):
        here = Local(size=1000)
        for number in range(30):
            here.put(str(number), self.entry(98), 60)
        assert len(here) == 10

    def test_does_not_give_all_its_room_to_one(self):
        here = Local(size=1000)
        here.put("a", self.entry(500), 60)
        assert len(here) == 0

    def test_counts_what_is_replaced_once(self):
        here = Local(size=1000)
        for _again in range(30):
            here.put("a", self.entry(98), 60)
        here.put("b", self.entry(98), 60)
        assert len(here) == 2


def in_another_process(code: str, settings) -> None:
    url = settings.CACHES["default"]["LOCATION"]
    environment = {**os.environ, "REDIS_URL": url, "DJANGO_SETTINGS_MODULE": "dongne.settings"}
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        cwd=ROOT, env=environment, check=True, timeout=60,
    )  # fmt: skip
