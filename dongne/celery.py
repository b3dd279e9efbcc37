"""The Celery application and the timetable of everything periodic."""

import os
import sys
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import celeryd_after_setup, task_postrun, task_prerun
from django.db import close_old_connections as django_close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongne.settings")

app = Celery("dongne")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Left to itself Celery closes the database's connection before and after every task: a quarter of a worker's
# time went into opening them, and no plan was ever kept. Django's own rules say when one is to be closed.
app.conf.CELERY_DB_REUSE_MAX = sys.maxsize


@task_prerun.connect
@task_postrun.connect
def close_old_connections(**_task: Any) -> None:
    """As between two requests: those that broke, or are older than CONN_MAX_AGE."""
    django_close_old_connections()


@celeryd_after_setup.connect
def note_queues(instance: Any, **_worker: Any) -> None:
    """What this worker serves, before its pool begins."""
    from apps.events.services import taking

    taking.serve(instance.app.amqp.queues.consume_from)


app.conf.beat_schedule = {
    # Finds what the relay missed, should it have been down.
    "sweep-outbox": {"task": "events.sweep", "schedule": 10.0, "options": {"expires": 10}},
    # The only clock of questions that wait for an answer. Steps are half a minute apart.
    "route-questions": {"task": "routing.tick", "schedule": 2.0, "options": {"expires": 2}},
    "note-who-is-here": {"task": "routing.note_here", "schedule": 15.0, "options": {"expires": 15}},
    "end-old-requests": {"task": "routing.end_old_requests", "schedule": crontab(minute=20)},
    "enrol-everybody": {"task": "routing.enrol_everybody", "schedule": crontab(hour=4, minute=30)},
    "prune-outbox": {"task": "events.prune", "schedule": crontab(hour=4, minute=10)},
    "repair-search": {"task": "search.repair", "schedule": crontab(hour=3, minute=30)},
    "forget-searches": {"task": "search.forget", "schedule": crontab(hour=5, minute=0)},
    "count-trends": {"task": "questions.count_trends", "schedule": crontab(minute=5)},
    "note-sitemap": {"task": "questions.note_sitemap", "schedule": crontab(minute=25)},
    "count-day": {"task": "questions.count_day", "schedule": crontab(hour=2, minute=0)},
    # Several times, should the first run have died; each person gets one all the same.
    "daily-digests": {
        "task": "notifications.daily_digests",
        "schedule": crontab(hour="9-11", minute="*/10"),
    },
    "weekly-digests": {
        "task": "notifications.weekly_digests",
        "schedule": crontab(day_of_week="mon", hour="9-11", minute="5-59/10"),
    },
    "clear-sessions": {"task": "accounts.clear_sessions", "schedule": crontab(hour=4, minute=40)},
    "release-unfinished": {
        "task": "accounts.release_unfinished",
        "schedule": crontab(minute=45),
    },
    "prune-drafts": {"task": "questions.prune_drafts", "schedule": crontab(hour=4, minute=50)},
    # No view is lost by more than a minute, so the buffer is emptied well within one.
    "flush-views": {"task": "questions.flush_views", "schedule": 20.0, "options": {"expires": 20}},
}
