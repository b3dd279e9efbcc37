"""Databases that are made once for a whole run, and copied by whoever needs one: a copy takes no time."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tools import run
from tools.data_dir import ROOT
from tools.pytest_services import SITE_OFFSET, redis_database, with_database

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


def copy(template: str, name: str) -> None:
    """Make the database `name` anew, with all that is in `template`."""
    drop(name)
    _administer("CREATE DATABASE {} TEMPLATE {}", name, template)


def drop(name: str) -> None:
    """Remove a database, whoever is connected to it."""
    _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def address(name: str) -> str:
    """The address of a database beside the one the tests were given."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _administer(statement: LiteralString, *names: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


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
    copy("template0", name)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address(name)},
        check=True,
    )


def _seed(name: str) -> None:
    copy(empty(), name)
    run.prepare(
        {
            "ENVIRONMENT": "development",
            "DATABASE_URL": address(name),
            # Not the tests' own, which is empty when a test begins.
            "REDIS_URL": with_database(os.environ["REDIS_URL"], redis_database() + SITE_OFFSET),
            "DATA_DIR": os.environ["DATA_DIR"],
            "STATIC_ROOT": static_root(),
        }
    )
