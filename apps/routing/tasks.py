from __future__ import annotations

from celery import shared_task

from apps.core.presence import here_since
from apps.routing.candidates import HERE_SECONDS
from apps.routing.services import enrolling, presence, settling, waves


@shared_task(name="routing.tick")
def tick() -> int:
    """Whatever is due, by the rows: waves, claims that lapse, promises that end."""
    return waves.advance_due()


@shared_task(name="routing.note_here")
def note_here() -> int:
    return presence.note_here(people=here_since(HERE_SECONDS / 2))


@shared_task(name="routing.end_old_requests")
def end_old_requests() -> int:
    return settling.end_old_requests()


@shared_task(name="routing.enrol_everybody")
def enrol_everybody() -> int:
    """Mends what a lost event would have left: somebody who moved, or was never an answerer."""
    return enrolling.enrol_everybody()
