import json
from array import array
from collections import Counter

import pytest

from bench import load
from bench.client import Tally, is_complete, request_bytes
from bench.report import last_line, table

WRK = """Running 5s test @ http://127.0.0.1:8000
  2 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     8.62ms    2.11ms  40.02ms   88.00%
    Req/Sec     0.93k    81.20     1.10k    70.00%
  Latency Distribution
     50%    8.21ms
     75%    9.10ms
     90%   10.80ms
     99%    1.20s
  9307 requests in 5.01s, 80.10MB read
Requests/sec:   1857.66
Transfer/sec:     15.99MB
"""


class TestClient:
    @pytest.mark.parametrize(
        "received",
        [
            b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        ],
    )
    def test_knows_a_whole_response(self, received):
        assert is_complete(received)

    @pytest.mark.parametrize(
        "received",
        [
            b"HTTP/1.1 200 OK\r\nContent-Le",
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
        ],
    )
    def test_waits_for_the_rest(self, received):
        assert not is_complete(received)

    def test_request_has_the_length_of_its_body(self):
        request = request_bytes("POST", "/ask/", host="x", headers=[("A", "b")], body=b"c=d")
        assert request.startswith(b"POST /ask/ HTTP/1.1\r\nHost: x\r\nA: b\r\n")
        assert b"Content-Length: 3\r\n" in request
        assert request.endswith(b"\r\n\r\nc=d")


class TestLoad:
    def test_reads_what_wrk_says(self):
        assert load._read_wrk(WRK) == load.Measurement(
            per_second=1857.66, p50=8.21, p99=1200.0, requests=9307
        )

    @pytest.mark.parametrize("line", ["Non-2xx or 3xx responses: 3", "Socket errors: connect 1"])
    def test_wrong_answers_are_no_measurement(self, line):
        with pytest.raises(load.WrongAnswers):
            load._read_wrk(WRK + line)

    def test_adds_up_what_the_processes_saw(self):
        tallies = [
            Tally(array("d", [0.001] * 99 + [0.5]), Counter({200: 100}), seconds=2.0),
            Tally(array("d", [0.003] * 100), Counter({200: 100}), seconds=1.0),
        ]
        summary = load._summary(tallies, expected=200)
        assert summary.per_second == 150
        assert summary.p50 == pytest.approx(3)
        assert summary.requests == 200

    def test_an_unexpected_status_is_no_measurement(self):
        tally = Tally(array("d", [0.001]), Counter({429: 1}), seconds=1.0)
        with pytest.raises(load.WrongAnswers, match="429"):
            load._summary([tally], expected=302)


def test_columns_line_up_though_hangul_is_wide():
    lines = table(("", "req/s"), [("질문", "10"), ("list", "1,000")]).splitlines()
    assert lines[2:] == ["질문     10", "list  1,000"]


def test_last_line_is_one_json_object():
    assert json.loads(last_line({"이름": 1})) == {"이름": 1}
