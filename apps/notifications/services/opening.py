"""Noting that a message was opened."""

from __future__ import annotations

from django.utils import timezone

from apps.notifications.models import Dispatch


def note_opened(*, dispatch_id: int) -> Dispatch | None:
    """The message, noted as opened the first time; None when it is gone."""
    Dispatch.objects.filter(pk=dispatch_id, opened_at=None).update(opened_at=timezone.now())
    found = Dispatch.objects.select_related(
        "notification__question", "notification__answer", "notification__comment"
    )
    dispatch: Dispatch | None = found.filter(pk=dispatch_id).first()
    return dispatch
