"""Points came in."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.events.registry import Occurrence, Payload
from apps.notifications.enums import Channel
from apps.notifications.kinds.registry import LATER, Kind, register
from apps.notifications.kinds.welcome import POINTS_EARNED, is_for_signing_up
from apps.notifications.models import Notification
from apps.notifications.registering import on
from apps.notifications.services.notifying import notify
from apps.questions.models import Question

# Named by the ledger, which this app does not import.
BOUNTY_RETURNED = "bounty_returned"


def _sentence(line: Notification) -> str:
    return _("%(points)s포인트가 들어왔어요") % {"points": f"{line.points:,}"}


POINTS = register(
    Kind(
        "points",
        label=gettext_lazy("포인트를 받을 때"),
        icon="points",
        sentence=_sentence,
        address=lambda _line: reverse("points:ledger"),
        offered=(Channel.PUSH,),
        priority=LATER,
    )
)


def _is_for_a_post(earned: Payload) -> bool:
    return not is_for_signing_up(earned)


@on(POINTS_EARNED, when=_is_for_a_post)
def tell_earner(event: Occurrence) -> None:
    question_id, answer_id = event.payload["questionId"], event.payload["answerId"]
    if question_id and not Question.objects.visible().filter(pk=question_id).exists():
        if event.payload["rule"] != BOUNTY_RETURNED:
            return
        question_id = None  # the points are back all the same, and the ledger says why
    notify(
        recipient_id=int(event.payload["userId"]),
        kind=POINTS,
        question_id=int(question_id) if question_id else None,
        answer_id=int(answer_id) if answer_id else None,
        points=int(event.payload["amount"]),
    )
