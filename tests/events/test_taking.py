"""A worker makes short deliveries itself that it has caused, instead of sending them to itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from apps.events.enums import State
from apps.events.models import Delivery
from apps.events.services import relaying, taking
from apps.events.services.leasing import lease
from apps.events.services.publishing import publish
from tests.events.conftest import HAPPENED


@pytest.fixture
def heard(handlers):
    """What the two handlers of ``HAPPENED`` heard."""
    names: list[str] = []
    handlers(lambda _event: names.append("live"), name="tell", queue="live")
    handlers(lambda _event: names.append("routing"), name="ask", queue="routing")
    return names


@pytest.fixture
def serving():
    """This process takes what these queues hold."""
    yield taking.serve
    taking.serve(())


def state_of(name: str) -> tuple[str, int]:
    return Delivery.objects.values_list("state", "attempts").get(handler__endswith=name)


@pytest.mark.django_db(transaction=True)
def test_a_worker_of_the_queue_tells_right_after_the_commit(heard, serving, sent):
    serving(["routing", "live"])
    with transaction.atomic():
        publish(HAPPENED, {})
        assert heard == []
    assert heard == ["live"]
    assert state_of("tell") == (State.DONE, 1)
    # What takes its time, and may wait for others, goes the usual way.
    assert state_of("ask") == (State.PENDING, 0)
    assert relaying.relay_batch() == len(sent) == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_does_not_serve_the_queue_sends_it_on(heard, serving, sent):
    serving(["routing"])
    with transaction.atomic():
        publish(HAPPENED, {})
    assert heard == []
    assert relaying.relay_batch() == len(sent) == 2


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_told(heard, serving):
    serving(["live"])

    def break_off() -> None:
        with transaction.atomic():
            publish(HAPPENED, {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert heard == []
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_where_the_worker_dies_the_relay_sends_it_when_its_lease_has_ended(heard, serving, sent):
    """The test's transaction never commits: as if the worker had died just then."""
    serving(["live"])
    publish(HAPPENED, {})
    assert state_of("tell") == (State.QUEUED, 0)
    relaying.relay_batch()
    assert sent == list(
        Delivery.objects.filter(handler__endswith="ask").values_list("pk", flat=True)
    )
    late = timezone.now() - lease() - dt.timedelta(seconds=1)
    Delivery.objects.filter(handler__endswith="tell").update(due_at=late)
    assert relaying.relay_batch() == 1


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_tried_again_by_the_usual_way(handlers, serving, sent):
    serving(["live"])

    def fail(_event: object) -> None:
        raise ValueError("Valkey is away")

    handlers(fail, queue="live")
    with transaction.atomic():
        publish(HAPPENED, {})
    assert state_of("fail") == (State.PENDING, 1)
    Delivery.objects.update(due_at=timezone.now())
    assert relaying.relay_batch() == len(sent) == 1
