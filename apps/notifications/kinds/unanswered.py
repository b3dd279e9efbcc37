"""Ten minutes are over and nobody has answered: said honestly, with what can be done."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.events.registry import Occurrence
from apps.notifications.enums import Channel
from apps.notifications.kinds.registry import A_WHILE, AT_ONCE, Kind, register
from apps.notifications.models import Notification
from apps.notifications.registering import on
from apps.notifications.services.notifying import notify
from apps.notifications.wording import post
from apps.questions.models import Question

# Named by routing, which this app does not import; likewise the time it promises.
ROUTE_EXPIRED = "route.expired"
PROMISE = timedelta(minutes=10)


def _sentence(_line: Notification) -> str:
    return _("10분 동안 답을 찾지 못했어요. 더 물어볼 방법을 준비했어요")


UNANSWERED = register(
    Kind(
        "unanswered",
        label=gettext_lazy("10분 동안 답을 찾지 못했을 때"),
        icon="clock",
        sentence=_sentence,
        address=post,
        channels={Channel.PUSH: AT_ONCE, Channel.EMAIL: A_WHILE},
    )
)


@on(ROUTE_EXPIRED)
def tell_asker(event: Occurrence) -> None:
    """If really nobody has answered by now."""
    waiting = Question.objects.visible().unanswered()
    question = waiting.filter(pk=event.payload["questionId"]).first()
    if question is not None:
        notify(recipient_id=question.author_id, kind=UNANSWERED, question_id=question.pk)
