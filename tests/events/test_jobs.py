"""Jobs that fail: tried again, and then left where an operator sees them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from celery import current_app
from django.db import connection
from django.urls import reverse

from apps.events.jobs import TRIES, job
from apps.events.models import DeadTask
from apps.events.services import burying
from tests.factories import make_user
from tools.data_dir import ROOT
from tools.databases import with_database

# A worker's process with a job that always fails, run as Celery runs it, waits left out.
FAIL = """
import django
django.setup()
from dongne.celery import app
from apps.events import jobs
jobs.FIRST_WAIT = 0
tries = []
@jobs.job("tests.fail", queue="{queue}")
def fail(number):
    tries.append(number)
    raise ValueError("broken \\0 on purpose")
app.finalize()
app.tasks["tests.fail"].apply(args=[7])
print(len(tries))
"""


def run_job(queue: str) -> int:
    database = with_database(os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"]))
    done = subprocess.run(
        [sys.executable, "-c", FAIL.format(queue=queue)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "dongne.settings", "DATABASE_URL": database},
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout.splitlines()[-1])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("queue", TRIES)
def test_a_job_is_tried_as_often_as_its_queue_says_and_then_a_dead_letter(queue):
    assert run_job(queue) == TRIES[queue]
    dead = DeadTask.objects.get()
    assert (dead.name, dead.args, dead.kwargs) == ("tests.fail", [7], {})
    assert "broken" in dead.error


def test_waits_grow_and_are_not_all_the_same():
    @job("tests.growing", queue="image")
    def made() -> None:
        """Does nothing."""

    assert made.retry_backoff > 1
    assert made.retry_jitter is True
    assert made.max_retries == TRIES["image"] - 1


@pytest.fixture
def dead(db):
    return DeadTask.objects.create(
        name="questions.count_day", queue="analytics", args=[1], kwargs={}, error="ValueError"
    )


@pytest.fixture
def sent(monkeypatch):
    calls: list[tuple[str, dict]] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, **options: calls.append((name, options))
    )
    return calls


def test_an_operator_sends_it_again_once(client, dead, sent):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    url = reverse("admin:events_deadtask_changelist")
    assert "questions.count_day" in client.get(url).content.decode()
    press = {"action": "try_again", "_selected_action": [dead.pk]}
    for _twice in range(2):
        assert client.post(url, press).status_code == 302
    assert [(name, options["args"], options["queue"]) for name, options in sent] == [
        ("questions.count_day", [1], "analytics")
    ]


def test_a_broker_that_is_away_leaves_it_to_be_sent(dead, monkeypatch):
    def refuse(*_args, **_options):
        raise OSError("no broker")

    monkeypatch.setattr(current_app, "send_task", refuse)
    with pytest.raises(OSError, match="no broker"):
        burying.revive(dead_task_id=dead.pk)
    dead.refresh_from_db()
    assert dead.retried_at is None


def test_only_who_may_change_it_sends_it_again(client, dead, sent):
    client.force_login(make_user(is_staff=True))
    url = reverse("admin:events_deadtask_changelist")
    assert (
        client.post(url, {"action": "try_again", "_selected_action": [dead.pk]}).status_code == 403
    )
    assert sent == []


def test_every_job_is_led_to_the_queue_whose_tries_it_has():
    current_app.loader.import_default_modules()
    jobs = [task for task in current_app.tasks.values() if getattr(task, "job_queue", "")]
    assert {task.name for task in jobs} >= {"questions.count_day", "notifications.daily_digests"}
    for task in jobs:
        if not task.name.startswith("tests."):
            assert current_app.amqp.router.route({}, task.name)["queue"].name == task.job_queue
