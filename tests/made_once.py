"""Databases that are made once for a whole run, and copied by whoever needs one: a copy takes no time."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tools import databases, run
from tools.data_dir import ROOT
from tools.pytest_services import SITE_OFFSET, redis_database

EMPTY = "made_once_empty"
DEMO = "made_once_demo"


def empty() -> str:
    """The name of a database with all tables and what the migrations put into them."""
    return _once(EMPTY, _migrate)


def demo() -> str:
    """The name of one with the demo neighbourhood, as the first `make run` makes it."""
    return _once(DEMO, _seed)


def static_root() -> str:
    """Where the making of the demo neighbourhood collects the static files."""
    return os.environ["DATA_DIR"] + "/site-static"


def _once(name: str, make: Callable[[str], None]) -> str:
    """The first process that comes makes it, others that come meanwhile wait."""
    shared = Path(os.environ["DATA_DIR"])
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / f"{name}.done"
        if not done.exists():
            make(name)
            done.touch()
    return name


def _migrate(name: str) -> None:
    databases.make(name)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": databases.address(name)},
        check=True,
    )


def _seed(name: str) -> None:
    databases.make(name, template=empty())
    run.prepare(
        {
            "ENVIRONMENT": "development",
            "DATABASE_URL": databases.address(name),
            # Not the tests' own, which is empty when a test begins.
            "REDIS_URL": databases.with_database(
                os.environ["REDIS_URL"], redis_database() + SITE_OFFSET
            ),
            "DATA_DIR": os.environ["DATA_DIR"],
            "STATIC_ROOT": static_root(),
        }
    )
