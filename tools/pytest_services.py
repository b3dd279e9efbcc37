"""A pytest plugin: throw-away PostgreSQL and Valkey for a test run, unless the environment names others.

Each run has a folder of its own below `.data/test`, so that several may go on in one checkout. Each xdist
worker has its own database (pytest-django's suffix) and its own Redis database number.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Generator

import pytest

from tools.console import Stop
from tools.data_dir import ROOT, DataDir
from tools.databases import with_database
from tools.services import Services

RUNS = ROOT / ".data" / "test"
# Database 0 is left alone: somebody's own data may be there when REDIS_URL is given.
FIRST_REDIS_DATABASE = 1
SITE_OFFSET = 16  # the browser tests' site of a worker uses the worker's number plus this


class _Run:
    """The services of this run; only the controlling process has one."""

    services: Services | None = None
    data: DataDir | None = None


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Before Django reads its settings, in the controller and in each worker."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _keep_compiled()
        _start()
    os.environ["ENVIRONMENT"] = "test"
    os.environ["REDIS_URL"] = with_database(os.environ["REDIS_URL"], redis_database())
    try:
        return (yield)
    except BaseException:
        # No test will run, and pytest will not say goodbye.
        _stop()
        raise


def pytest_unconfigure() -> None:
    """After the last test."""
    _stop()


def _keep_compiled() -> None:
    """Images often forbid Python to write compiled files: each process would compile the site."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def _stop() -> None:
    if _Run.services and _Run.data:
        _Run.services.stop()
        _Run.data.release()
        shutil.rmtree(_Run.data.path, ignore_errors=True)


def redis_database() -> int:
    """This process's own Redis database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return FIRST_REDIS_DATABASE + int(worker)


def _start() -> None:
    _sweep()
    RUNS.mkdir(parents=True, exist_ok=True)
    folder = RUNS / str(os.getpid())
    data = DataDir(folder)
    data.try_lock()
    services = Services(data, throw_away=True)
    try:
        services.__enter__()
    except Stop as problem:
        raise pytest.UsageError(str(problem)) from problem
    os.environ.update(services.environment)
    # Nothing is collected for unit tests; WhiteNoise warns of a folder that is missing.
    (folder / "staticfiles").mkdir()
    _Run.services, _Run.data = services, data


def _sweep() -> None:
    """Remove what runs that were killed left behind; their servers ended with them."""
    for folder in RUNS.glob("*/"):
        data = DataDir(folder)
        if data.try_lock():
            shutil.rmtree(folder, ignore_errors=True)
            data.release()
