from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from apps.accounts.tasks import clear_sessions


@pytest.mark.django_db
def test_sessions_that_ended_are_cleared_and_others_kept(member, client):
    client.force_login(member)
    ended = timezone.now() - timedelta(days=1)
    Session.objects.create(session_key="ended", session_data="", expire_date=ended)
    clear_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == [
        client.session.session_key
    ]
