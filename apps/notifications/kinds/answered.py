"""Somebody's question is answered. The first answer is what they wait for: it waits for no others."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.events.registry import Occurrence
from apps.notifications.enums import Channel
from apps.notifications.kinds.registry import AT_ONCE, URGENT, Kind, register
from apps.notifications.models import Notification
from apps.notifications.registering import on
from apps.notifications.services.notifying import notify
from apps.notifications.wording import post, who
from apps.questions import events as questions
from apps.questions.models import Answer


def _sentence(line: Notification) -> str:
    return _("%(who)s 답변했어요") % {"who": who(line)}


ANSWERED = register(
    Kind(
        "answered",
        label=gettext_lazy("내 질문에 답변이 달릴 때"),
        icon="message-circle",
        sentence=_sentence,
        address=post,
        channels={Channel.PUSH: AT_ONCE, Channel.EMAIL: AT_ONCE},
        priority=URGENT,
    )
)


@on(questions.ANSWER_CREATED)
def tell_asker(event: Occurrence) -> None:
    answers = Answer.objects.visible().select_related("question")
    answer = answers.filter(pk=event.payload["answerId"]).first()
    if answer is None or not answer.question.is_visible:
        return
    notify(
        recipient_id=answer.question.author_id,
        kind=ANSWERED,
        actor_id=answer.author_id,
        question_id=answer.question_id,
        answer_id=answer.pk,
    )
