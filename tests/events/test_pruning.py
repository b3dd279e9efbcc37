from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from apps.events.enums import State
from apps.events.models import Delivery, Event
from apps.events.services.delivering import deliver
from apps.events.services.pruning import KEEP, prune

pytestmark = pytest.mark.django_db


@pytest.fixture
def aged(handlers, happen):
    handlers(lambda _event: None, name="later")

    def make(age: dt.timedelta, *, state: State = State.DONE) -> Event:
        delivery = happen()
        if state == State.DONE:
            deliver(delivery_id=delivery.pk)
        Delivery.objects.filter(pk=delivery.pk).update(state=state)
        Event.objects.filter(pk=delivery.event_id).update(occurred_at=timezone.now() - age)
        return delivery.event

    return make


OLD = KEEP + dt.timedelta(hours=1)


def test_old_events_that_everybody_has_heard_of_go(aged):
    old, young = aged(OLD), aged(KEEP - dt.timedelta(hours=1))
    assert prune() == 1
    assert list(Event.objects.all()) == [young]
    assert not Delivery.objects.filter(event=old).exists()


@pytest.mark.parametrize("state", [State.PENDING, State.QUEUED, State.DEAD])
def test_what_somebody_still_has_to_hear_stays_however_old(aged, state):
    aged(OLD, state=state)
    assert prune() == 0


def test_events_nobody_listened_to_go_as_well():
    Event.objects.create(type="unheard", payload={}, occurred_at=timezone.now() - OLD)
    assert prune() == 1


def test_a_backlog_goes_batch_by_batch(aged):
    for _number in range(5):
        aged(OLD)
    assert prune(batch=2) == 5
    assert not Event.objects.exists()
