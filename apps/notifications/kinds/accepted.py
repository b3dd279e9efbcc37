"""Somebody's answer was chosen."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.events.registry import Occurrence
from apps.notifications.enums import Channel
from apps.notifications.kinds.registry import A_WHILE, AT_ONCE, Kind, register
from apps.notifications.models import Notification
from apps.notifications.registering import on
from apps.notifications.services.notifying import notify, retract
from apps.notifications.wording import post, who
from apps.questions import events as questions
from apps.questions.models import Acceptance
from apps.questions.services.locking import lock_answer


def _sentence(line: Notification) -> str:
    return _("%(who)s 내 답변을 채택했어요") % {"who": who(line)}


ACCEPTED = register(
    Kind(
        "accepted",
        label=gettext_lazy("내 답변이 채택될 때"),
        icon="check-circle",
        sentence=_sentence,
        address=post,
        channels={Channel.PUSH: AT_ONCE, Channel.EMAIL: A_WHILE},
    )
)


@on(questions.ANSWER_ACCEPTED)
@on(questions.ACCEPTANCE_WITHDRAWN)
@transaction.atomic
def tell_answerer(event: Occurrence) -> None:
    """As the choice stands now: it may have moved on, or come back."""
    question, answer = lock_answer(int(event.payload["answerId"]))
    standing = Acceptance.objects.standing().filter(answer=answer).first()
    if standing is None:
        retract(recipient_id=answer.author_id, kind=ACCEPTED, answer_id=answer.pk)
    elif question.is_visible and answer.is_visible:
        notify(
            recipient_id=answer.author_id,
            kind=ACCEPTED,
            actor_id=standing.accepted_by_id,
            question_id=question.pk,
            answer_id=answer.pk,
        )
