"""Children live and die as one, and nothing else dies with them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.waiting import eventually
from tools.child import Child, stop_all
from tools.data_dir import ROOT, DataDir
from tools.ports import free_port, is_busy

SLEEPER = "import time; print('up', flush=True); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPER
WITH_GRANDCHILD = (
    "import subprocess, sys; "
    f"print(subprocess.Popen([sys.executable, '-c', {SLEEPER!r}]).pid, flush=True); " + STUBBORN
)
# A supervisor that starts one child and is then at the mercy of the test.
SUPERVISOR = """
import sys
from pathlib import Path
from tests.waiting import eventually
from tools.child import Child
from tools.supervisor import StopSignal, watch

stop = StopSignal()
folder, code = Path(sys.argv[1]), sys.argv[2]
children = [Child(name, [sys.executable, "-c", code], output=folder / name) for name in ("a", "b")]
print(*(child.process.pid for child in children), flush=True)
stop.only_note()
sys.exit(watch(children, [], stop, lambda: None))
"""


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def python(code: str, folder: Path, name: str = "child") -> Child:
    child = Child(name, [sys.executable, "-c", code], output=folder / name)
    assert eventually(lambda: "up" in (folder / name).read_text())
    return child


def supervise(folder: Path, code: str = SLEEPER) -> tuple[subprocess.Popen[str], list[int]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(folder), code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    pids = [int(word) for word in process.stdout.readline().split()]
    assert eventually(lambda: all("up" in (folder / name).read_text() for name in ("a", "b")))
    return process, pids


def test_stopping_is_polite_first(tmp_path: Path) -> None:
    child = python(SLEEPER, tmp_path)
    stop_all([child], within=10)
    assert child.ending == "SIGTERM"


def test_a_child_that_does_not_listen_is_ended_with_all_it_started(tmp_path: Path) -> None:
    child = python(WITH_GRANDCHILD, tmp_path)
    grandchild = int((tmp_path / "child").read_text().split()[0])
    stop_all([child], within=0.2)
    assert child.ending == "SIGKILL"
    assert eventually(lambda: is_gone(grandchild))


def test_stopping_twice_and_after_death_is_no_error(tmp_path: Path) -> None:
    child = python(SLEEPER, tmp_path)
    child.process.kill()
    stop_all([child], within=1)
    stop_all([child], within=1)
    assert not child.is_alive


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_and_counts_as_success(
    tmp_path: Path, number: signal.Signals
) -> None:
    bystander = python(SLEEPER, tmp_path, "bystander")
    process, pids = supervise(tmp_path)
    process.send_signal(number)
    process.communicate(timeout=15)
    assert process.returncode == 0
    assert all(is_gone(pid) for pid in pids)
    assert bystander.is_alive
    stop_all([bystander], within=5)


def test_a_dead_child_ends_the_rest_with_one_line(tmp_path: Path) -> None:
    process, [first, second] = supervise(tmp_path)
    os.kill(first, signal.SIGKILL)
    assert process.wait(15) == 1
    assert is_gone(second)
    _output, complaint = process.communicate()
    [line] = complaint.splitlines()
    assert "a ended by itself (SIGKILL)" in line


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_children_do_not_outlive_a_killed_supervisor(tmp_path: Path) -> None:
    process, pids = supervise(tmp_path)
    process.kill()
    process.wait(5)
    assert eventually(lambda: all(is_gone(pid) for pid in pids))
    process.communicate()


def test_a_port_is_busy_while_somebody_listens(tmp_path: Path) -> None:
    port = free_port()
    assert not is_busy("127.0.0.1", port)
    listener = python(
        "import socket, time; s = socket.create_server(('127.0.0.1', "
        f"{port}), reuse_port=True); print('up', flush=True); time.sleep(600)",
        tmp_path,
    )
    assert is_busy("127.0.0.1", port)
    stop_all([listener], within=5)


def test_a_data_folder_has_one_owner(tmp_path: Path) -> None:
    first, second = DataDir(tmp_path / "data"), DataDir(tmp_path / "data")
    assert first.try_lock()
    assert not second.try_lock()
    first.release()
    assert second.try_lock()
    second.release()


def test_secrets_are_for_their_owner_alone(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "data")
    password = data.password()
    assert data.password() == password
    assert len(password) >= 24
    assert (tmp_path / "data" / "password").stat().st_mode & 0o777 == 0o600
    data.write_services({"DATABASE_URL": "postgresql://x"})
    assert data.services_file.stat().st_mode & 0o777 == 0o600
    assert data.read_services() == {"DATABASE_URL": "postgresql://x"}
