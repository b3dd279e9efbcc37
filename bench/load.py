"""How many requests a second, and how long each takes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.client import Tally, drive, request_bytes

CONNECTIONS = 16
WRK = shutil.which("wrk")
GENERATOR = "wrk" if WRK else "python"
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


class WrongAnswers(RuntimeError):
    """The site answered with something other than the page that was to be measured."""


@dataclass(frozen=True)
class Measurement:
    """Times in milliseconds."""

    per_second: float
    p50: float
    p99: float
    requests: int


def get(base: str, paths: Sequence[str], *, cookie: str = "", seconds: float) -> Measurement:
    """Read ``paths`` in turn for ``seconds`` over sixteen connections."""
    if WRK:
        return _wrk(base, paths, cookie, seconds)
    host = urlsplit(base).netloc
    headers = [("Cookie", cookie)] if cookie else []
    requests = [request_bytes("GET", path, host=host, headers=headers) for path in paths]
    return _own(base, requests, seconds=seconds, once=False, expected=200)


def post(base: str, requests: Sequence[bytes], *, expected: int) -> Measurement:
    """Send each of ``requests`` once, as fast as sixteen connections go."""
    return _own(base, requests, seconds=600, once=True, expected=expected)


def _own(
    base: str, requests: Sequence[bytes], *, seconds: float, once: bool, expected: int
) -> Measurement:
    address = urlsplit(base)
    tallies = drive(
        address.hostname or "127.0.0.1",
        address.port or 80,
        requests,
        connections=CONNECTIONS,
        seconds=seconds,
        once=once,
    )
    return _summary(tallies, expected)


def _summary(tallies: Sequence[Tally], expected: int) -> Measurement:
    wrong = {
        status: number
        for tally in tallies
        for status, number in tally.statuses.items()
        if status != expected
    }
    if wrong:
        raise WrongAnswers(f"expected {expected}, got {wrong}")
    times = sorted(latency for tally in tallies for latency in tally.latencies)
    return Measurement(
        per_second=sum(len(tally.latencies) / tally.seconds for tally in tallies),
        p50=times[len(times) // 2] * 1000,
        p99=times[int(len(times) * 0.99)] * 1000,
        requests=len(times),
    )


def _wrk(base: str, paths: Sequence[str], cookie: str, seconds: float) -> Measurement:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(paths) + "\n")
        file.flush()
        command = [
            *(WRK or "wrk", "--threads", "2", "--connections", str(CONNECTIONS)),
            *("--duration", f"{seconds:.0f}s", "--timeout", "20s", "--latency"),
            *("--script", str(Path(__file__).with_name("paths.lua"))),
            *(("--header", f"Cookie: {cookie}") if cookie else ()),
            base,
        ]
        environment = {**os.environ, "BENCH_PATHS": file.name}
        result = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True
        )
    return _read_wrk(result.stdout)


def _read_wrk(output: str) -> Measurement:
    if "Non-2xx" in output or "Socket errors" in output:
        raise WrongAnswers(output)
    return Measurement(
        per_second=float(_found(r"Requests/sec:\s+([\d.]+)", output)[0]),
        p50=_milliseconds(*_found(r"50%\s+([\d.]+)(\w+)", output)),
        p99=_milliseconds(*_found(r"99%\s+([\d.]+)(\w+)", output)),
        requests=int(_found(r"(\d+) requests in", output)[0]),
    )


def _found(pattern: str, output: str) -> tuple[str, ...]:
    match = re.search(pattern, output)
    if match is None:
        raise WrongAnswers(output)
    return match.groups()


def _milliseconds(number: str, unit: str) -> float:
    return float(number) * _UNITS[unit]
