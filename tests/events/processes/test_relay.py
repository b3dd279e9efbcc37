"""The relay as a process: quick to hear, and quick to leave."""

from __future__ import annotations

import signal
import statistics
import time

from django.db.models import Sum

from apps.events.enums import State
from apps.events.management.commands.relay import IDLE_SECONDS
from apps.events.models import Delivery
from tests.events.processes.cast import PATIENCE
from tests.waiting import eventually


def is_sent() -> bool:
    return not Delivery.objects.filter(state=State.PENDING).exists()


def test_a_published_event_is_sent_without_waiting_for_the_next_look(cast, publish_some):
    cast.relay()
    publish_some(1)
    assert eventually(is_sent, PATIENCE)
    waits = []
    for _number in range(9):
        started = time.monotonic()
        publish_some(1)
        assert eventually(is_sent, PATIENCE)
        waits.append(time.monotonic() - started)
    # Looking once a second alone would take half a second on average.
    assert statistics.median(waits) < IDLE_SECONDS / 4


def test_asked_to_stop_it_stops(cast, publish_some):
    relay = cast.relay()
    publish_some(1)
    assert eventually(is_sent, PATIENCE)
    relay.send_signal(signal.SIGTERM)
    assert relay.wait(PATIENCE) == 0


def test_two_relays_share_the_work(cast, publish_some):
    cast.relay()
    cast.relay()
    publish_some(30)
    assert eventually(is_sent, PATIENCE)
    assert eventually(lambda: deliveries(cast) == leases() >= 60, PATIENCE)


def deliveries(cast) -> int:
    return sum(map(cast.valkey.queued_deliveries, ("events", "notification")))


def leases() -> int:
    """How often any relay took a delivery; more than once where a lease has run out meanwhile."""
    return Delivery.objects.aggregate(total=Sum("sent"))["total"]
