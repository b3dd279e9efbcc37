"""What an operator does about a message that has failed for good."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.notifications.enums import State
from apps.notifications.models import Dispatch
from tests.factories import make_user
from tests.notifications.conftest import deliver

URL = reverse("admin:notifications_dispatch_changelist")


@pytest.fixture
def dead(mails, tell) -> Dispatch:
    mails.answers = [("data", "554 5.7.1 spam")]
    return deliver(tell())


def press(client, row) -> int:
    return client.post(URL, {"action": "try_again", "_selected_action": [row.pk]}).status_code


def test_finds_why_and_sends_it_again_once(client, mails, dead):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert "554" in client.get(URL, {"state": State.DEAD}).content.decode()
    assert [press(client, dead), press(client, dead)] == [302, 302]
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (State.WAITING, 0)
    assert deliver(dead).state == State.SENT
    press(client, dead)
    dead.refresh_from_db()
    assert dead.state == State.SENT


def test_only_who_may(client, dead):
    client.force_login(make_user(is_staff=True))
    assert press(client, dead) == 403
    dead.refresh_from_db()
    assert dead.state == State.DEAD
