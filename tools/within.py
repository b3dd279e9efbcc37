"""Runs one command with the services up: those of a running `make run`, or its own for that long.

python -m tools.within manage.py shell
python -m tools.within -m bench.pages
"""

from __future__ import annotations

import os
import subprocess
import sys

from tools.console import Stop, complain
from tools.data_dir import ROOT, DataDir
from tools.services import Services
from tools.supervisor import Interrupted, StopSignal


def main() -> int:
    """Run the Python command in the arguments; its exit code is ours."""
    StopSignal()
    try:
        data = DataDir.from_environment()
        if not data.try_lock():
            return _run(data.read_services() | {"DATA_DIR": str(data.path)})
        with Services(data) as services:
            return _run(services.environment)
    except Stop as problem:
        complain(str(problem))
        return 1
    except Interrupted:
        return 130


def _run(environment: dict[str, str]) -> int:
    """In the terminal's foreground, so that a shell or a debugger can be used."""
    command = [sys.executable, *sys.argv[1:]]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
