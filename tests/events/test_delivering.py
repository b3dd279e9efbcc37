from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.utils import timezone

from apps.core.backoff import backoff
from apps.events import registry
from apps.events.enums import State
from apps.events.models import Delivery, Event
from apps.events.services import delivering
from apps.events.services.delivering import deliver
from tests.at_once import at_once


def effects() -> int:
    return Event.objects.filter(type="effect").count()


def take_effect(event):
    Event.objects.create(type="effect", payload={"of": event.event_id})


def take_effect_and_fail(event):
    take_effect(event)
    raise ValueError("broken\0 on purpose")


@pytest.mark.django_db
def test_a_delivery_runs_its_handler_once(handlers, happen):
    handlers(take_effect)
    delivery = happen(number=1)
    assert deliver(delivery_id=delivery.pk) is True
    assert deliver(delivery_id=delivery.pk) is False
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.last_error) == (State.DONE, 1, "")
    assert delivery.done_at is not None
    assert effects() == 1


@pytest.mark.django_db
def test_several_in_one_message_do_not_share_a_failure(handlers, happen):
    def handle(event):
        take_effect(event)
        if event.payload["number"] == 1:
            raise ValueError("broken")

    handlers(handle)
    ids = [happen(number=number).pk for number in range(3)]
    assert delivering.deliver_all(delivery_ids=ids) == 2
    assert effects() == 2
    assert list(Delivery.objects.order_by("pk").values_list("state", "attempts")) == [
        (State.DONE, 1),
        (State.PENDING, 1),
        (State.DONE, 1),
    ]


@pytest.mark.django_db
def test_an_attempt_after_one_that_did_not_end_is_counted_once(handlers, happen):
    handlers(take_effect)
    delivery = happen()
    assert deliver(delivery_id=delivery.pk, again=True) is True
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.DONE, 1)


@pytest.mark.django_db
def test_a_handler_hears_of_what_concerns_it(handlers, happen):
    handlers(take_effect, when=lambda payload: payload["number"] > 1)
    assert happen(number=1) is None
    assert deliver(delivery_id=happen(number=2).pk) is True


@pytest.mark.django_db
def test_a_message_about_nothing_does_nothing(handlers):
    assert deliver(delivery_id=10**9) is False


@pytest.mark.django_db(transaction=True)
def test_twenty_messages_at_once_take_effect_once(handlers, happen):
    handlers(take_effect)
    delivery = happen()
    results = at_once([partial(deliver, delivery_id=delivery.pk)] * 20)
    assert sorted(results) == [False] * 19 + [True]
    assert effects() == 1


@pytest.mark.django_db
def test_a_handler_that_fails_leaves_nothing_behind_and_waits(handlers, happen):
    handlers(take_effect_and_fail)
    delivery = happen()
    before = timezone.now()
    assert deliver(delivery_id=delivery.pk) is False
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.PENDING, 1)
    assert delivery.last_error == "ValueError: broken on purpose"
    assert delivery.due_at > before
    assert not Delivery.objects.due().exists()
    Delivery.objects.update(due_at=timezone.now())
    assert Delivery.objects.due().get() == delivery
    assert effects() == 0


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (5, 32), (11, 2048), (40, 3600)])
def test_waiting_doubles_up_to_an_hour(attempts, seconds):
    for _number in range(20):
        wait = backoff(attempts, first=2, factor=2, longest=3600)
        assert dt.timedelta(seconds=seconds / 2) <= wait <= dt.timedelta(seconds=seconds)


@pytest.mark.django_db
def test_after_its_last_attempt_a_delivery_is_dead_until_somebody_retries(handlers, happen):
    handlers(take_effect_and_fail, max_attempts=3)
    delivery = happen()
    for _attempt in range(5):
        assert deliver(delivery_id=delivery.pk) is False
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.DEAD, 3)

    assert delivering.retry(delivery_id=delivery.pk) is True
    assert delivering.retry(delivery_id=delivery.pk) is False
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.PENDING, 0)
    assert Delivery.objects.due().get() == delivery


@pytest.mark.django_db
def test_a_retried_delivery_takes_effect(handlers, happen):
    broken = [True]

    def handle(event):
        take_effect(event)
        if broken[0]:
            raise ValueError("broken")

    handlers(handle, max_attempts=1)
    delivery = happen()
    deliver(delivery_id=delivery.pk)
    broken[0] = False
    delivering.retry(delivery_id=delivery.pk)
    assert deliver(delivery_id=delivery.pk) is True
    assert effects() == 1


@pytest.mark.django_db
def test_only_dead_deliveries_are_retried(handlers, happen):
    handlers(take_effect)
    delivery = happen()
    assert delivering.retry(delivery_id=delivery.pk) is False
    deliver(delivery_id=delivery.pk)
    assert delivering.retry(delivery_id=delivery.pk) is False


@pytest.mark.django_db
def test_a_handler_that_takes_its_worker_with_it_ends_as_dead(handlers, happen, monkeypatch):
    """Its attempts, but for the first, count although it never says how they went."""
    handlers(take_effect, max_attempts=3)
    delivery = happen()
    monkeypatch.setattr(delivering, "_complete", _vanish)
    for again in (False, True, True, True):
        with pytest.raises(SystemExit):
            deliver(delivery_id=delivery.pk, again=again)
    assert deliver(delivery_id=delivery.pk, again=True) is False
    delivery.refresh_from_db()
    assert delivery.state == State.DEAD
    assert "worker lost" in delivery.last_error


def _vanish(_delivery_id, **_options):
    raise SystemExit  # not an Exception: nothing in between may turn it into an ordinary failure


@pytest.mark.django_db
def test_a_handler_of_another_release_is_waited_for(handlers, happen, monkeypatch):
    """While a release rolls out, older workers meet handlers they do not know."""
    handlers(take_effect, name="new_handler")
    delivery = happen()
    known = dict(registry._by_name)
    registry._by_name.clear()
    assert deliver(delivery_id=delivery.pk) is False
    delivery.refresh_from_db()
    assert delivery.state == State.PENDING
    assert "UnknownHandler" in delivery.last_error
    registry._by_name.update(known)
    assert deliver(delivery_id=delivery.pk) is True
