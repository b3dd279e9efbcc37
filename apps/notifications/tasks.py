from __future__ import annotations

from celery import shared_task

from apps.events.jobs import job
from apps.notifications.services import digesting, sending


@shared_task(name="notifications.send")
def send(dispatch_id: int) -> str:
    return sending.send(dispatch_id=dispatch_id)


@job("notifications.daily_digests", queue="analytics")
def daily_digests() -> int:
    return digesting.make_due("daily")


@job("notifications.weekly_digests", queue="analytics")
def weekly_digests() -> int:
    return digesting.make_due("weekly")
