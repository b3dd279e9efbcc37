from __future__ import annotations

from celery import shared_task

from apps.events.jobs import job
from apps.questions import queries
from apps.questions.services import counting, drafting, mapping, viewing


@shared_task(name="questions.flush_views")
def flush_views() -> int:
    return viewing.flush_views()


@shared_task(name="questions.prune_drafts")
def prune_drafts() -> int:
    return drafting.prune_drafts()


@job("questions.count_trends", queue="analytics")
def count_trends() -> int:
    counted = counting.count_trends()
    queries.keep_trending_tags()
    return counted


@job("questions.count_day", queue="analytics")
def count_day() -> int:
    return counting.count_day()


@job("questions.note_sitemap", queue="analytics")
def note_sitemap() -> int:
    return mapping.note_changed_parts()
