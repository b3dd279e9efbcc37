"""Valkey stops and comes back, processes end and others take over."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from itertools import groupby

import redis

from apps.live.process import application
from tests.live.conftest import begin_long_ago, token
from tests.live.process import PATIENCE
from tests.waiting import eventually

QUESTION = "question:1"


def test_a_valkey_that_forgot_everything_makes_pages_look_for_themselves(live, tell, valkey):
    reader = live.listen(token(QUESTION))
    tell(QUESTION, "first")
    reader.wait_for("first")
    valkey.stop()
    valkey.start()
    reader.wait_for("reload")
    tell(QUESTION, "second")
    reader.wait_for("second")
    # On a busy machine Valkey's answer may come too late, and a piece of news is sent once more.
    assert [kind for kind, _same in groupby(reader.kinds)] == ["first", "reload", "second"]


def test_a_valkey_that_kept_everything_loses_nothing(start, tell, valkey):
    valkey.stop()
    valkey.durable = True
    valkey.start()
    begin_long_ago(valkey)
    reader = start().listen(token(QUESTION))
    tell(QUESTION, "first")
    reader.wait_for("first")
    for number in range(2):
        valkey.stop()
        valkey.start()
        tell(QUESTION, f"again-{number}")
        reader.wait_for(f"again-{number}")
    assert reader.kinds == ["first", "again-0", "again-1"]


def test_a_process_that_starts_without_valkey_serves_when_it_comes(start, tell, valkey):
    valkey.stop()
    process = start()
    reader = process.listen(token(QUESTION))
    assert reader.status == 200
    valkey.start()
    assert eventually(lambda: _exists(valkey), PATIENCE)
    tell(QUESTION, "first")
    reader.wait_for("first")


def test_asked_to_stop_it_says_when_to_come_back_and_ends(live, tell):
    reader = live.listen(token(QUESTION))
    tell(QUESTION, "first")
    reader.wait_for("first")
    live.ask_to_stop()
    reader.wait_for_end()
    assert reader.raw.count(b"retry: ") == 2
    assert live.process.wait(PATIENCE) in {0, -signal.SIGTERM}
    assert "Traceback" not in live.log


def test_readers_move_to_another_process_and_miss_nothing(live, start, tell):
    reader = live.listen(token(QUESTION))
    tell(QUESTION, "first")
    reader.wait_for("first")
    other = start()
    live.ask_to_stop()
    reader.wait_for_end()
    tell(QUESTION, "second")
    moved = other.listen(token(QUESTION), **{"Last-Event-ID": reader.last})
    moved.wait_for("second")
    assert moved.kinds == ["second"]


def test_viewers_are_counted_over_all_processes_and_each_person_once(live, start):
    other = start()
    mine = live.listen(token(QUESTION, person=5))
    theirs = other.listen(token(QUESTION, person=6))
    again = other.listen(token(QUESTION, person=5))
    for reader in (mine, theirs, again):
        while reader.wait_for("viewers")["data"] != {"question": 1, "count": 2}:
            pass
    visitor = live.listen(token(QUESTION))
    while theirs.wait_for("viewers")["data"]["count"] != 3:
        pass
    visitor.close()
    other.ask_to_stop()
    while mine.wait_for("viewers")["data"]["count"] != 1:
        pass


def test_a_part_that_loses_its_cancellation_is_ended_all_the_same():
    async def lose_one() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(PATIENCE)
        await asyncio.sleep(PATIENCE)

    async def end() -> bool:
        task = asyncio.create_task(lose_one())
        await asyncio.sleep(0)
        await application._end([task])
        return task.cancelled()

    assert asyncio.run(end())


def _exists(valkey) -> bool:
    with redis.Redis(port=valkey.port) as client:
        return bool(client.exists("live:news"))
