from __future__ import annotations

import pytest
from django.db import transaction

from apps.events import registry
from apps.events.services.publishing import publish
from tests.events.processes import handlers
from tests.events.processes.cast import PATIENCE, on_stage
from tests.waiting import eventually


@pytest.fixture
def cast(transactional_db, tmp_path, monkeypatch):
    """The processes, on this test's database; the handlers are known here as well."""
    for name in ("_later", "_at_once", "_by_name"):
        monkeypatch.setattr(registry, name, {})
    handlers.register()
    handlers.create_table()
    with on_stage(tmp_path) as cast:
        yield cast
    handlers.drop_table()


@pytest.fixture
def publish_some():
    """Publish so many events; return the effects that they should have."""

    def make(number: int) -> list[tuple[int, str]]:
        expected = []
        for count in range(number):
            with transaction.atomic():
                event = publish(handlers.COUNTED, {"number": count})
            expected += [(event.pk, "count"), (event.pk, "count_too")]
        return expected

    return make


@pytest.fixture
def wait_for():
    """Wait until at least so many effects are there."""

    def wait(number: int) -> bool:
        return eventually(lambda: len(handlers.effects()) >= number, PATIENCE)

    return wait
