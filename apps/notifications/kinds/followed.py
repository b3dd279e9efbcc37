"""A new question where somebody follows: a tag, or a place and what lies in it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.events.registry import Occurrence
from apps.notifications.enums import Channel
from apps.notifications.kinds.registry import LATER, Kind, register
from apps.notifications.models import Notification
from apps.notifications.registering import on
from apps.notifications.services.following import tell_followers
from apps.notifications.wording import post
from apps.questions import events as questions


def _sentence(line: Notification) -> str:
    place = line.question.region.name if line.question else _("우리 동네")
    return _("%(place)s에 새 질문이 올라왔어요") % {"place": place}


FOLLOWED = register(
    Kind(
        "followed",
        label=gettext_lazy("지켜보는 동네와 태그에 새 질문이 올라올 때"),
        icon="map-pin",
        sentence=_sentence,
        address=post,
        offered=(Channel.PUSH, Channel.EMAIL),
        priority=LATER,
    )
)


@on(questions.QUESTION_CREATED)
def tell_all(event: Occurrence) -> None:
    tell_followers(question_id=int(event.payload["questionId"]), kind=FOLLOWED)
