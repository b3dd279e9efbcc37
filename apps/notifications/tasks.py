from __future__ import annotations

from celery import shared_task

from apps.notifications.services import digesting, sending


@shared_task(name="notifications.send")
def send(dispatch_id: int) -> str:
    return sending.send(dispatch_id=dispatch_id)


@shared_task(name="notifications.daily_digests")
def daily_digests() -> int:
    return digesting.make_due("daily")


@shared_task(name="notifications.weekly_digests")
def weekly_digests() -> int:
    return digesting.make_due("weekly")
