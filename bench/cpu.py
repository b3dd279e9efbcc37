"""CPU seconds that processes have used, by what they are for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

import psutil

from bench.site import DATABASE


def used(processes: Mapping[str, int]) -> Counter[str]:
    """By name of ``processes`` (their ids), descendants included; the database's work beside them.

    What a process used that has ended since is lost, as its parent reports it only when it ends itself.
    """
    seconds: Counter[str] = Counter()
    for name, pid in processes.items():
        with suppress(psutil.NoSuchProcess):
            parent = psutil.Process(pid)
            for process in (parent, *parent.children(recursive=True)):
                seconds[name] += _seconds(process)
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.name() == "postgres" and DATABASE in " ".join(process.cmdline()):
                seconds["postgresql"] += _seconds(process)
    return seconds


def _seconds(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        return float(sum(process.cpu_times()[:2]))
    return 0.0
