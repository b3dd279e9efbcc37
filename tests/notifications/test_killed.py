"""Workers that are really killed, with a message in the mail server's hands."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection
from django.utils import timezone

from apps.notifications.enums import State
from apps.notifications.models import Dispatch
from apps.notifications.services import queueing
from tests.waiting import eventually
from tools.data_dir import ROOT
from tools.databases import with_database

PATIENCE = 60.0  # seconds
SEND = """
import django
django.setup()
from apps.notifications.services import sending
sending.send(dispatch_id={})
"""


@pytest.fixture
def worker(mails):
    """A process that sends one message, on this test's database and mail server."""
    running: list[subprocess.Popen[bytes]] = []
    database = with_database(os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"]))

    def start(dispatch: Dispatch) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "dongne.settings",
            "DATABASE_URL": database,
            "EMAIL_URL": f"smtp://127.0.0.1:{mails.port}",
        }
        running.append(
            subprocess.Popen(
                [sys.executable, "-c", SEND.format(dispatch.pk)], cwd=ROOT, env=environment
            )
        )
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def queue(dispatch: Dispatch, monkeypatch) -> list[int]:
    """As the relay does when the time that a worker had is over."""
    Dispatch.objects.filter(pk=dispatch.pk).update(due_at=timezone.now())
    sent: list[int] = []
    monkeypatch.setattr(
        queueing.current_app, "send_task", lambda _name, *, args, **_rest: sent.append(args[0])
    )
    queueing.queue_due()
    return sent


@pytest.mark.django_db(transaction=True)
def test_one_killed_between_sending_and_writing_it_down(mails, tell, worker, monkeypatch):
    dispatch = tell()
    assert queue(dispatch, monkeypatch) == [dispatch.pk]
    mails.answers = [("data", "hold")]
    process = worker(dispatch)
    assert eventually(lambda: len(mails.received) == 1, PATIENCE)
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE)
    dispatch.refresh_from_db()
    assert dispatch.state == State.SENDING

    # It is neither forgotten nor sent for ever: once more, as the same mail.
    assert queue(dispatch, monkeypatch) == [dispatch.pk]
    assert worker(dispatch).wait(PATIENCE) == 0
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.unsure) == (State.SENT, 1)
    assert len({mail["Message-ID"] for mail in mails.received}) == 1
    assert len(mails.received) == 2
    assert queue(dispatch, monkeypatch) == []


@pytest.mark.django_db(transaction=True)
def test_one_killed_before_it_spoke_to_anybody(mails, tell, worker, monkeypatch):
    """The message waited in a queue that was lost: its lease runs out, and it is sent."""
    dispatch = tell()
    assert queue(dispatch, monkeypatch) == [dispatch.pk]
    dispatch.refresh_from_db()
    assert dispatch.state == State.QUEUED
    assert queue(dispatch, monkeypatch) == [dispatch.pk]
    assert worker(dispatch).wait(PATIENCE) == 0
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.unsure, dispatch.attempts) == (State.SENT, 0, 1)
    assert len(mails.received) == 1
