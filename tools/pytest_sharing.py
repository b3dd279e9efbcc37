"""A pytest plugin: how the tests of a run on several processes are shared out.

A file's tests stay together, because they share what was made for them: a database full of questions would
else be made by each process. All browser tests are one such file: they share one running site. What takes
longest begins first, so that the processes end together.

Tests that commit empty all tables afterwards, also of what the migrations put there; so they come last, those
of a file as a share of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

ON_THE_SITE = "tests/e2e/"
# Starts a copy of its own.
BY_ITSELF = "tests/e2e/test_run.py"
# What takes many seconds, the longest first; what is not named here comes after them.
LONGEST = (
    ON_THE_SITE,
    BY_ITSELF,
    "tests/events/processes/test_killed.py",
    "tests/guards/test_hostile_input.py",
    "tests/guards/test_hidden.py",
    "tests/questions/test_plans.py",
    "tests/guards/test_admin.py",
    "tests/demo/test_seed_demo.py",
    "tests/search/test_plans.py",
    "tests/points/test_concurrency.py",
    "tests/guards/test_writing_signed_out.py",
    "tests/search/test_finding.py",
    "tests/events/test_jobs.py",
    "tests/notifications/test_killed.py",
    "tests/points/test_admin.py",
    "tests/guards/test_pages.py",
    "tests/accounts/test_admin.py",
    "tests/routing/test_plans.py",
    "tests/questions/api/test_every_endpoint.py",
    "tests/notifications/test_sending.py",
    "tests/routing/test_waves.py",
    "tests/routing/test_concurrency.py",
    "tests/live/test_streams.py",
)


class FilesTogether(LoadScopeScheduling):
    """Load by file, in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        # By the number of tests otherwise, which says little about how long they take.
        config.option.loadscopereorder = False
        self._shares: dict[str, str] = {}

    def _split_scope(self, nodeid: str) -> str:
        if not self._shares:
            self._shares = _shares(next(iter(self.registered_collections.values())))
        return self._shares[nodeid]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, after that as they came; those that empty the tables last."""
    files = dict.fromkeys((*LONGEST, *(_file(item.nodeid) for item in items)))
    places = {file: place for place, file in enumerate(files)}
    items.sort(key=lambda item: (_commits(item), places[_file(item.nodeid)]))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FilesTogether:
    return FilesTogether(config, log)


def _shares(collected: Sequence[str]) -> dict[str, str]:
    """Each test with the name of its share: its file, and again when the file comes a second time."""
    shares = {}
    for number, (_name, tests) in enumerate(groupby(collected, key=_file)):
        shares.update({test: f"{_file(test)} {number}" for test in tests})
    return shares


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    wanted = marker is not None and bool(marker.kwargs.get("transaction"))
    return wanted or "transactional_db" in getattr(item, "fixturenames", ())


def _file(nodeid: str) -> str:
    file = nodeid.split("::", 1)[0]
    return ON_THE_SITE if file.startswith(ON_THE_SITE) and file != BY_ITSELF else file
