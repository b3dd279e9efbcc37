"""`make run` as a person meets it: it starts, it says what is wrong, it leaves nothing behind."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests.waiting import eventually
from tools.data_dir import ROOT
from tools.ports import free_port

START = 300  # seconds, for the first start on a busy machine


class Copy:
    """One `python -m tools.run` with its own port and data."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self._output = folder.with_name(f"{folder.name}.out")
        environment = {
            name: value
            for name, value in os.environ.items()
            # What the test run set for itself is not what a person has.
            if not name.endswith("_URL") and name not in {"ENVIRONMENT", "STATIC_ROOT"}
        }
        with self._output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tools.run"],
                cwd=ROOT,
                env=environment | {"PORT": str(port), "DATA_DIR": str(folder), "WEB_WORKERS": "1"},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self._output.read_text()

    def wait_until_up(self) -> None:
        assert eventually(lambda: "Ctrl-C" in self.output or self.has_ended, START), self.output
        assert not self.has_ended, self.output

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def get(self, path: str) -> tuple[int, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()

    def descendants(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Copy]]:
    copies: list[Copy] = []

    def run(folder: Path | None = None, port: int | None = None) -> Copy:
        copy = Copy(folder or tmp_path_factory.mktemp("run") / "data", port or free_port())
        copies.append(copy)
        return copy

    yield run
    for copy in copies:
        if not copy.has_ended:
            copy.end(signal.SIGTERM)


def gone(processes: list[psutil.Process]) -> bool:
    """What was left to init by whoever was killed may wait a moment to be killed and reaped in its turn."""
    return not psutil.wait_procs(processes, timeout=5)[1]


@pytest.mark.timeout(600)
def test_a_copy_lives_through_its_whole_life(start: Callable[..., Copy]) -> None:
    """Starts, answers, refuses a second one on its data, ends in seconds, keeps its data."""
    copy = start()
    copy.wait_until_up()
    assert copy.get("/health")[0] == 200
    status, body = copy.get("/ready")
    assert (status, json.loads(body)["status"]) == (200, "ok"), body
    status, page = copy.get("/")
    assert status == 200
    assert re.search(r'href="/q/\d+/[^"]*"', page)
    assert f"http://127.0.0.1:{copy.port}" in copy.output
    assert "@demo.dongne.test" in copy.output

    second = start(copy.folder)
    assert second.process.wait(30) == 1
    [line] = second.output.splitlines()
    assert "another copy is running" in line

    rival = start(port=copy.port)
    assert rival.process.wait(30) == 1
    [line] = rival.output.splitlines()
    assert f"port {copy.port} is busy" in line

    processes = copy.descendants()
    assert {process.name() for process in processes} >= {"postgres", "valkey-server"}
    assert copy.end() == 0
    assert gone(processes)
    assert not (copy.folder / "services.json").exists()
    assert "Traceback" not in copy.output

    again = start(copy.folder)
    again.wait_until_up()
    question = re.search(r'href="(/q/\d+/[^"]*)"', page)
    assert question
    assert again.get(question[1])[0] == 200

    [worker] = [
        process
        for process in again.descendants()
        if "worker" in process.cmdline()
        and not {"threads", "solo"} & set(process.cmdline())
        and process.parent() == psutil.Process(again.process.pid)
    ]
    processes = again.descendants()
    worker.kill()
    assert again.process.wait(30) == 1
    assert "worker ended by itself (SIGKILL)" in again.output
    assert gone(processes)


@pytest.mark.parametrize(
    ("port", "says"), [("eighty", "PORT is 'eighty'"), ("70000", "PORT is '70000'")]
)
def test_a_strange_port_is_one_line(port: str, says: str, tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tools.run"],
        cwd=ROOT,
        env={**os.environ, "PORT": port, "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    [line] = result.stderr.splitlines()
    assert says in line


def test_a_missing_python_is_one_line(tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.txt", "requirements-local.txt"):
        shutil.copy(ROOT / name, tmp_path)
    result = subprocess.run(
        ["make", "run", "PYTHON="],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    # The second line is make's own.
    [line, _make] = (result.stdout + result.stderr).splitlines()
    assert "Python 3.11 or newer is needed" in line
