"""Celery: background work. The schedule is in `dongne/celery.py`."""

from __future__ import annotations

from kombu import Queue

from dongne.settings.base import DATA_DIR, TIME_ZONE
from dongne.settings.env import current

QUEUES = (
    "live",
    "routing",
    "default",
    "events",
    "notification",
    "email",
    "analytics",
    "image",
    "search",
)

CELERY_BROKER_URL = current().broker_url
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Seconds after which a task of a vanished worker is given to another.
    "visibility_timeout": 600,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 30,
    # A worker looks into its queues in the order it was given them: whom to ask comes first. What waits
    # for mail and push servers (notification, email) is taken by a worker of its own, in threads.
    "queue_order_strategy": "priority",
}
# A worker that dies leaves its task to others; tasks are idempotent.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 150

CELERY_TASK_QUEUES = tuple(Queue(name) for name in QUEUES)
CELERY_TASK_DEFAULT_QUEUE = "default"
# A misspelt queue is an error, not a queue nobody reads.
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_ROUTES = {
    # Chores, which may take long, do not stand in the way of whom to ask.
    "routing.enrol_everybody": {"queue": "analytics"},
    "routing.end_old_requests": {"queue": "analytics"},
    "routing.*": {"queue": "routing"},
    "events.*": {"queue": "events"},
    "questions.count_*": {"queue": "analytics"},
    "questions.note_*": {"queue": "analytics"},
    "notifications.*": {"queue": "analytics"},
    "email.*": {"queue": "email"},
    "analytics.*": {"queue": "analytics"},
    "search.*": {"queue": "search"},
    "media.*": {"queue": "image"},
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")

# Seconds a message of the outbox may be on its way before it counts as lost and is sent again.
OUTBOX_LEASE_SECONDS = 60.0
