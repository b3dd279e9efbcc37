from __future__ import annotations

from celery import shared_task

from apps.questions.services import drafting, viewing


@shared_task(name="questions.flush_views")
def flush_views() -> int:
    return viewing.flush_views()


@shared_task(name="questions.prune_drafts")
def prune_drafts() -> int:
    return drafting.prune_drafts()
