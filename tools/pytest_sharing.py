"""A pytest plugin: which tests of a run on several processes stay together.

The browser tests share one running site, with the demo neighbourhood in it; each process that had one of
them would make another. The rest goes to whichever process has time.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

ON_THE_SITE = "tests/e2e/"
# Starts a copy of its own.
BY_ITSELF = "tests/e2e/test_run.py"


class SiteTogether(LoadScopeScheduling):
    """Load by test, but for those on the site."""

    def _split_scope(self, nodeid: str) -> str:
        on_the_site = nodeid.startswith(ON_THE_SITE) and not nodeid.startswith(BY_ITSELF)
        return ON_THE_SITE if on_the_site else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SiteTogether:
    return SiteTogether(config, log)
