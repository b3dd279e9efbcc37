"""The operator's pages of the ledger, the outbox and the inbox: there, searchable, and cheap."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.events.enums import State
from apps.events.models import Delivery, Event
from apps.notifications.models import Notification
from apps.points.models import Account, Badge, Transaction
from apps.questions.services.accepting import accept
from tests.factories import make_answer, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db

MODELS = [Event, Delivery, Account, Transaction, Badge, Notification]


@pytest.fixture
def operator(as_user):
    return as_user(make_user("살피는이", is_staff=True, is_superuser=True))


def live(times=1):
    for _number in range(times):
        answer = make_answer()
        accept(user=answer.question.author, answer=answer)
    drain()


def list_url(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_for_one_row_and_for_many(operator, model):
    counts = []
    for times in (1, 5):
        live(times)
        operator.get(list_url(model))
        with CaptureQueriesContext(connection) as queries:
            assert operator.get(list_url(model)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


@pytest.mark.parametrize("model", MODELS)
def test_rows_are_found_shown_and_not_written_here(operator, model):
    live()
    row = model.objects.order_by("-pk").first()
    assert operator.get(list_url(model), {"q": str(row.pk)}).status_code == 200
    change = reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk]
    )
    page = operator.get(change)
    assert page.status_code == 200
    assert "<select" not in page.content.decode()
    assert operator.post(change, {}).status_code == 403
    add = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    assert operator.get(add).status_code == 403


@pytest.mark.parametrize(
    ("model", "filters"),
    [
        (Event, {"type": "answer.accepted"}),
        (Delivery, {"state": "done", "handler": "points.handlers.reward_acceptance"}),
        (Delivery, {"type": "answer.accepted"}),
        (Badge, {"code": "first_accepted"}),
        (Transaction, {"rule": "answer_accepted"}),
        (Notification, {"kind": "accepted"}),
        (Account, {"kind": "person"}),
    ],
)
def test_filters_find_what_they_name(operator, model, filters):
    live()
    page = operator.get(list_url(model), filters)
    assert page.status_code == 200
    assert page.context["cl"].result_count >= 1


def test_a_dead_delivery_is_sent_again(operator):
    live()
    dead = Delivery.objects.order_by("-pk").first()
    Delivery.objects.filter(pk=dead.pk).update(
        state=State.DEAD, attempts=8, done_at=None, last_error="ValueError: x"
    )
    response = operator.post(
        list_url(Delivery), {"action": "try_again", "_selected_action": [dead.pk]}, follow=True
    )
    assert "1건을 다시 보내요" in response.content.decode()
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (State.PENDING, 0)


def test_a_finished_delivery_is_not_sent_again(operator):
    live()
    done = Delivery.objects.order_by("-pk").first()
    operator.post(list_url(Delivery), {"action": "try_again", "_selected_action": [done.pk]})
    done.refresh_from_db()
    assert done.state == State.DONE
