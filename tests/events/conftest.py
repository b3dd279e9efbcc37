from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from apps.events import registry
from apps.events.models import Delivery, Event
from apps.events.services import relaying
from apps.events.services.publishing import publish

HAPPENED = "test.happened"


@pytest.fixture
def handlers(monkeypatch):
    """An empty registry for one test; call it to add a handler of ``HAPPENED``."""
    for name in ("_later", "_at_once", "_by_name"):
        monkeypatch.setattr(registry, name, {})

    def add(function: Callable, *, within: bool = False, name: str = "", **options) -> Callable:
        function.__name__ = name or function.__name__.strip("<>")
        if within:
            return registry.within(HAPPENED)(function)
        return registry.on(HAPPENED, **options)(function)

    return add


@pytest.fixture
def happen():
    """Publish an event with one handler; return its delivery, or None if nobody listens."""

    def make(**payload) -> Delivery | None:
        with transaction.atomic():
            event: Event = publish(HAPPENED, payload)
        return event.deliveries.first()

    return make


@pytest.fixture
def sent(monkeypatch) -> list[int]:
    """Ids of the deliveries that were sent, instead of sending them."""
    ids: list[int] = []
    monkeypatch.setattr(relaying, "_send", lambda message: ids.extend(message.delivery_ids))
    return ids
