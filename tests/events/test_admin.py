"""What got stuck is tried again by those who may."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from apps.events.enums import State
from apps.events.models import Delivery, Event
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/events/delivery/"


@pytest.mark.parametrize(
    ("rights", "state"),
    [(["view_delivery"], State.DEAD), (["view_delivery", "change_delivery"], State.PENDING)],
    ids=["looks", "mends"],
)
def test_retrying(rights, state):
    event = Event.objects.create(type="test.happened", payload={})
    stuck = Delivery.objects.create(event=event, handler="test", state=State.DEAD)
    operator = make_user(is_staff=True)
    operator.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(operator)
    client.post(LIST, {"action": "try_again", "_selected_action": [stuck.pk]})
    stuck.refresh_from_db()
    assert stuck.state == state
