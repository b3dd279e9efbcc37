from __future__ import annotations

import pytest
from django.db import connection, transaction

from apps.core.errors import NotAllowed
from apps.events.enums import State
from apps.events.models import Delivery, Event
from apps.events.services.publishing import CHANNEL, publish
from tests.events.conftest import HAPPENED


@pytest.mark.django_db
def test_an_event_has_a_delivery_for_each_handler(handlers, happen):
    handlers(lambda _event: None, name="one", queue="notification")
    handlers(lambda _event: None, name="two")
    happen(questionId="7")
    event = Event.objects.get()
    assert (event.type, event.payload) == (HAPPENED, {"questionId": "7"})
    deliveries = Delivery.objects.order_by("pk")
    assert [delivery.handler.rsplit(".")[-1] for delivery in deliveries] == ["one", "two"]
    assert {delivery.state for delivery in deliveries} == {State.PENDING}


@pytest.mark.django_db
def test_what_nobody_listens_to_is_recorded(handlers, happen):
    assert happen() is None
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused(handlers):
    with pytest.raises(transaction.TransactionManagementError, match="inside"):
        publish(HAPPENED, {})
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_published(handlers):
    handlers(lambda _event: None, name="later")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(HAPPENED, {"oops": 1 / 0})
    assert not Event.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_veto_undoes_everything_of_the_transaction(handlers, happen):
    seen = []

    def refuse(event):
        seen.append((event.type, event.payload["number"]))
        raise NotAllowed("안 돼요")

    handlers(lambda _event: Event.objects.create(type="effect", payload={}), within=True)
    handlers(refuse, within=True)
    handlers(lambda _event: None, name="later")
    with pytest.raises(NotAllowed):
        happen(number=1)
    assert seen == [(HAPPENED, 1)]
    assert not Event.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_relay_is_woken_at_commit(handlers, happen):
    handlers(lambda _event: None, name="later")
    listener = connection.copy()
    try:
        with listener.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        with transaction.atomic():
            publish(HAPPENED, {})
            assert not list(listener.connection.notifies(timeout=0.05))
        assert list(listener.connection.notifies(timeout=5, stop_after=1))
    finally:
        listener.close()
