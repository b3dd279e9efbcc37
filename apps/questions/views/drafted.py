"""What somebody was writing, wherever it was kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest

from apps.accounts import pending
from apps.questions.models import Draft, Question
from apps.questions.services import drafting


class Written(NamedTuple):
    """Fields of the form, and when they were last put among the drafts."""

    fields: Mapping[str, object]
    saved_at: datetime | None = None


def being_written(request: HttpRequest, question: Question | None) -> Written | None:
    """The question, or the answer to ``question``, that waits to be finished at this address.

    What was kept through signing in becomes the draft: it is the newest, and from now on safe.
    """
    kept = pending.find(request)
    user = request.user
    if not user.is_authenticated or (kept and not user.is_active):
        return Written(kept) if kept else None
    if kept and (kept.get("title") or kept.get("body")):
        drafting.save_draft(author=user, question=question, data=kept)
        pending.forget(request)
    draft = Draft.objects.filter(author=user, question=question).first()
    return Written(draft.data, draft.updated_at) if draft else Written(kept) if kept else None
