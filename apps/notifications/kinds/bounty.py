"""A hidden question is back, and what became of its bounty."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from apps.events.registry import Occurrence
from apps.notifications.kinds.registry import Kind, register
from apps.notifications.models import Notification
from apps.notifications.registering import on
from apps.notifications.services.notifying import notify, retract_all
from apps.notifications.wording import post

# Named by the ledger, which this app does not import.
BOUNTY_RESUMED = "points.bounty_resumed"


def _sentence(line: Notification) -> str:
    if line.points:
        told = _("질문이 다시 보여요. 돌려드린 %(points)s포인트를 현상으로 다시 걸어 두었어요")
        return told % {"points": f"{line.points:,}"}
    return _("질문이 다시 보여요. 지금은 포인트가 모자라 현상 없이 올라가 있어요")


BOUNTY = register(Kind("bounty", label="", icon="points", sentence=_sentence, address=post))


@on(BOUNTY_RESUMED)
@transaction.atomic
def tell_asker(event: Occurrence) -> None:
    """As it is now: what was told before and not read is not true any more."""
    asker, question = int(event.payload["userId"]), int(event.payload["questionId"])
    retract_all(recipient_ids=[asker], kind=BOUNTY, question_id=question)
    notify(
        recipient_id=asker, kind=BOUNTY, question_id=question, points=int(event.payload["amount"])
    )
