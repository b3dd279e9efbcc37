"""What arrives on a stream, and what does not."""

from __future__ import annotations

import socket
import time
from urllib.parse import urlencode

import pytest
import redis
import time_machine
from django.core import signing

from apps.core.presence import HERE_KEY
from apps.live import tokens
from apps.live.channels import STREAM
from apps.live.process.stream import QUEUE
from tests.live.conftest import token
from tests.live.process import PATIENCE, SITE
from tests.waiting import eventually

QUESTION, OTHER = "question:1", "question:2"


def token_made(seconds_ago: float) -> str:
    with time_machine.travel(time.time() - seconds_ago):
        return token(QUESTION)


def test_what_happens_arrives_where_it_is_listened_to(live, tell):
    here, elsewhere = live.listen(token(QUESTION)), live.listen(token(OTHER))
    tell(QUESTION, "answer", '{"id":7}')
    tell(OTHER, "answer", '{"id":8}')
    assert here.wait_for("answer")["data"] == {"id": 7}
    assert elsewhere.wait_for("answer")["data"] == {"id": 8}
    assert here.kinds == elsewhere.kinds == ["answer"]
    assert here.response.headers["Content-Type"].startswith("text/event-stream")
    assert here.response.headers["Cache-Control"] == "no-store"


def test_one_entry_for_two_channels_comes_once(live, tell):
    reader = live.listen(token(QUESTION, "region:0"))
    tell(f"{QUESTION} region:0")
    tell(QUESTION, "end")
    reader.wait_for("end")
    assert reader.kinds == ["vote", "end"]


def test_whose_doing_it_was_is_told_to_them_alone(live, tell):
    mine, theirs = live.listen(token(QUESTION, person=5)), live.listen(token(QUESTION, person=6))
    tell(QUESTION, by="5")
    assert mine.wait_for("vote")["mine"] is True
    assert "mine" not in theirs.wait_for("vote")
    assert b"5" not in theirs.raw.split(b"data:")[-1]


def test_what_was_missed_while_away_comes_at_once(live, tell):
    reader = live.listen(token(QUESTION))
    tell(QUESTION, "first")
    reader.wait_for("first")
    reader.close()
    tell(QUESTION, "second")
    tell(OTHER, "not-ours")
    tell(QUESTION, "third")
    by_header = live.listen(token(QUESTION), **{"Last-Event-ID": reader.last})
    by_query = live.listen(token(QUESTION), last=reader.last)
    for again in (by_header, by_query):
        again.wait_for("third")
        assert again.kinds == ["second", "third"]


def test_what_happened_between_the_page_and_its_stream_is_not_lost(live, tell):
    made = token(QUESTION)
    tell(QUESTION, "between")
    live.listen(made).wait_for("between")


def test_a_new_process_knows_what_happened_before_it(live, start, tell):
    reader = live.listen(token(QUESTION))
    tell(QUESTION, "first")
    reader.wait_for("first")
    tell(QUESTION, "second")
    assert start().listen(token(QUESTION), last=reader.last).wait_for("second")


@pytest.mark.parametrize("last", ["1-0", f"{2**42}-0"])  # of another stream: the second is of 2109
def test_who_was_away_too_long_or_has_seen_another_stream_looks_for_themselves(live, tell, last):
    tell(QUESTION, "first")
    live.listen(token(QUESTION)).wait_for("first")
    reader = live.listen(token(QUESTION), last=last)
    assert reader.wait_for("reload")
    assert reader.kinds == ["reload"]


def test_what_was_trimmed_cannot_be_caught_up_with(valkey, live, start, tell):
    reader = live.listen(token(QUESTION))
    tell(QUESTION, "first")
    reader.wait_for("first")
    with redis.Redis(port=valkey.port) as client:
        for _number in range(3):
            tell(QUESTION, "more")
        client.xtrim(STREAM, maxlen=1, approximate=False)
    late = start().listen(token(QUESTION), last=reader.last)
    late.wait_for("reload")


@pytest.mark.parametrize("text", ["", "nonsense", token(QUESTION) + "x"])
def test_what_we_did_not_sign_is_refused(live, text):
    assert live.listen(text).status == 401


def test_a_token_of_another_kind_is_refused(live):
    content = {"p": None, "c": [QUESTION], "t": int(time.time() * 1000)}
    assert live.listen(signing.dumps(content, salt="other")).status == 401


def test_a_token_whose_time_is_over_is_refused(live):
    assert live.listen(token_made(tokens.GOOD_FOR + 1)).status == 401


def test_a_stream_ends_with_its_token_and_asks_for_another(live):
    reader = live.listen(token_made(tokens.GOOD_FOR - 5))
    assert reader.wait_for("renew")
    reader.wait_for_end()


def test_what_ends_closes_the_streams_and_refuses_older_tokens(live, tell):
    before = token(QUESTION, person=5)
    reader, other = live.listen(before), live.listen(token(OTHER))
    tell(QUESTION, "gone", ends="1")
    reader.wait_for("gone")
    reader.wait_for_end()
    assert live.listen(before).status == 403
    after = live.listen(token(QUESTION, person=5))
    assert after.status == 200
    tell(QUESTION, "back")
    after.wait_for("back")
    tell(OTHER, "still-open")
    other.wait_for("still-open")


def test_a_person_who_was_signed_out_everywhere_listens_to_nothing(live, tell):
    old = token(QUESTION, person=5)
    reader = live.listen(old)
    tell("person:5", "signed-out", ends="1")
    reader.wait_for_end()
    assert live.listen(old).status == 403


def test_other_sites_may_not_read(live):
    for origin, allowed in ((SITE, SITE), ("https://elsewhere.example", None)):
        reader = live.listen(token(QUESTION), Origin=origin)
        assert reader.response.headers.get("Access-Control-Allow-Origin") == allowed


def test_other_addresses_and_methods_are_refused(live):
    assert live.get("/")[0] == 404
    assert live.get("/health")[0] == 200


def test_a_reader_who_does_not_read_costs_no_memory_and_looks_for_themselves(live, tell):
    sleeper = socket.create_connection(("127.0.0.1", live.port))
    sleeper.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    query = urlencode({"token": token(QUESTION)})
    sleeper.sendall(f"GET /live/stream?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    awake = live.listen(token(QUESTION))
    long = f'{{"text":"{"x" * 60_000}"}}'
    for _number in range(QUEUE * 4):
        tell(QUESTION, "long", long)
    tell(QUESTION, "end")
    awake.wait_for("end")
    sleeper.settimeout(PATIENCE)
    received = b""
    while b'"kind":"reload"' not in received:
        received = received[-1000:] + sleeper.recv(1 << 20)
    tell(QUESTION, "later")
    while b'"kind":"later"' not in received:
        received = received[-1000:] + sleeper.recv(1 << 20)
    sleeper.close()


def test_who_is_here_is_noted(live, valkey):
    reader = live.listen(token(QUESTION, person=5))
    live.listen(token(QUESTION))
    assert reader.status == 200
    with redis.Redis(port=valkey.port, decode_responses=True) as client:
        assert eventually(lambda: client.zrange(HERE_KEY, 0, -1) == ["5"], PATIENCE)
