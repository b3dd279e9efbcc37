from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from apps.events.enums import State
from apps.events.models import Delivery
from apps.events.services import relaying
from apps.events.services.delivering import deliver
from apps.events.services.leasing import DOUBLINGS, lease
from tests.at_once import at_once


@pytest.fixture(autouse=True)
def listener(handlers):
    return handlers(lambda _event: None, name="later", queue="notification")


@pytest.mark.django_db
def test_what_is_due_is_sent_once_in_order(happen, sent):
    ids = [happen(number=number).pk for number in range(5)]
    assert relaying.relay_batch(size=3) == 3
    assert relaying.relay_batch(size=3) == 2
    assert relaying.relay_batch(size=3) == 0
    assert sent == ids
    assert set(Delivery.objects.values_list("state", "sent")) == {(State.QUEUED, 1)}


@pytest.mark.django_db
def test_the_sweep_sends_all_there_is(happen, sent):
    for number in range(7):
        happen(number=number)
    assert relaying.relay_due(batch=3) == 7
    assert len(sent) == 7


@pytest.mark.django_db
def test_a_message_goes_to_the_handlers_queue(happen, monkeypatch):
    calls = []
    monkeypatch.setattr(
        relaying.current_app, "send_task", lambda name, **options: calls.append((name, options))
    )
    delivery = happen()
    relaying.relay_batch()
    message = {"args": [[delivery.pk]], "kwargs": {"again": False}, "queue": "notification"}
    assert calls == [("events.deliver", message | {"retry": False})]


@pytest.mark.django_db
def test_what_was_never_sent_travels_together_and_the_rest_alone(happen, handlers, monkeypatch):
    handlers(lambda _event: None, name="elsewhere", queue="live")
    monkeypatch.setattr(relaying, "TOGETHER_IN", {"live": 5})
    monkeypatch.setattr(relaying, "TOGETHER", 3)
    messages = []
    monkeypatch.setattr(relaying, "_send", messages.append)
    for number in range(4):
        happen(number=number)
    relaying.relay_batch()
    sizes = sorted((message.queue, len(message.delivery_ids)) for message in messages)
    assert sizes == [("live", 4), ("notification", 1), ("notification", 3)]
    assert not any(message.again for message in messages)
    messages.clear()
    Delivery.objects.update(due_at=timezone.now())
    relaying.relay_batch()
    assert len(messages) == 8
    assert all(message.again for message in messages)


@pytest.mark.django_db(transaction=True)
def test_ten_relays_at_once_send_nothing_twice(happen, sent):
    ids = [happen(number=number).pk for number in range(60)]
    results = at_once([partial(relaying.relay_due, batch=7)] * 10)
    assert sum(results) == 60
    assert sorted(sent) == ids


def run_out(delivery):
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now())


@pytest.mark.django_db
def test_a_lost_message_is_sent_again_each_time_after_twice_as_long(happen, sent):
    delivery = happen()
    for number in range(DOUBLINGS + 2):
        assert relaying.relay_batch() == 1
        delivery.refresh_from_db()
        wait = delivery.due_at - timezone.now()
        expected = lease(number)
        assert expected - dt.timedelta(seconds=5) < wait <= expected
        assert relaying.relay_batch() == 0
        run_out(delivery)
    assert lease(DOUBLINGS + 1) == lease(DOUBLINGS) == 2**DOUBLINGS * lease()


@pytest.mark.django_db
def test_waiting_for_a_worker_costs_no_attempt(happen, sent):
    """An hour without workers must not end in dead deliveries."""
    delivery = happen()
    for _message in range(20):
        relaying.relay_batch()
        run_out(delivery)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.sent) == (State.QUEUED, 0, 20)
    assert deliver(delivery_id=delivery.pk) is True


@pytest.mark.django_db
def test_when_the_broker_is_away_the_leases_are_given_back(happen, monkeypatch):
    monkeypatch.setattr(relaying, "TOGETHER", 1)
    ids = [happen(number=number).pk for number in range(3)]
    sent = []

    def send(message):
        if sent:
            raise OperationalError("no broker")
        sent.extend(message.delivery_ids)

    monkeypatch.setattr(relaying, "_send", send)
    with pytest.raises(OperationalError):
        relaying.relay_batch()
    assert sent == ids[:1]
    waiting = Delivery.objects.filter(state=State.PENDING, sent=0)
    assert set(waiting.values_list("pk", flat=True)) == set(ids[1:])
    monkeypatch.setattr(relaying, "_send", lambda message: sent.extend(message.delivery_ids))
    assert relaying.relay_batch() == 2
    assert sorted(sent) == ids


@pytest.mark.django_db
def test_a_delivery_that_is_under_way_is_not_due(happen, sent):
    delivery = happen()
    relaying.relay_batch()
    deliver(delivery_id=delivery.pk)
    run_out(delivery)
    assert relaying.relay_batch() == 0
