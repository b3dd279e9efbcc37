"""Databases with many questions, kept for the next run: a million take minutes to make.

Each is named after its number of questions, on the server of ``DATABASE_URL``; ``--fresh`` makes it anew.
"""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg

from tools import databases
from tools.console import say
from tools.data_dir import ROOT

READY = "made by bench.filled"


def filled(questions: int, *, fresh: bool = False) -> dict[str, str]:
    """The environment that leads to a database of ``questions`` questions, with every migration applied."""
    name = f"dongne_filled_{questions}"
    environment = {
        "ENVIRONMENT": "development",
        "DATABASE_URL": databases.address(name),
        "PROCESS_NAME": "bench",
    }
    if fresh or not _is_ready(name):
        say(f"· {questions:,} questions, once")
        databases.make(name)
        _manage(environment, "migrate", "--no-input", "--verbosity", "0")
        _manage(environment, "load_regions")
        _manage(environment, "generate", "--questions", str(questions))
        databases.administer(f"COMMENT ON DATABASE {{}} IS '{READY}'", name)
    else:
        _manage(environment, "migrate", "--no-input", "--verbosity", "0")
    return environment


def run_inside(module: str, questions: int, *arguments: str, fresh: bool = False) -> None:
    """Run ``module`` of ours on such a database, in a process that has not met another one."""
    environment = filled(questions, fresh=fresh)
    subprocess.run(
        [sys.executable, "-m", module, "--inside", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
    )


def _manage(environment: dict[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=sys.stderr,
        check=True,
    )


def _is_ready(name: str) -> bool:
    question = """
        SELECT shobj_description(oid, 'pg_database') = %s FROM pg_database WHERE datname = %s
    """
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute(question, [READY, name]).fetchone()
    return bool(row and row[0])
