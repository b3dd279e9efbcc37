"""Somebody is asked to answer. Worth something for ten minutes, so it waits for nothing."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.presence import STILL_HERE_SECONDS, last_seen
from apps.events import registry
from apps.events.registry import Occurrence
from apps.notifications.enums import Channel
from apps.notifications.kinds.registry import AT_ONCE, URGENT, Action, Kind, register
from apps.notifications.kinds.unanswered import PROMISE
from apps.notifications.models import Notification
from apps.notifications.services.notifying import notify_all, retract_all
from apps.notifications.wording import post

# Named by routing, which this app does not import.
ANSWER_REQUESTED = "answer.requested"
REQUESTS_ENDED = "answer.requests_ended"


def _sentence(_line: Notification) -> str:
    return _("내가 알 것 같은 질문이 올라왔어요")


def _compose(line: Notification) -> str:
    return f"{post(line)}#compose"


def _answers(line: Notification) -> str:
    return reverse("questions:answer", args=[line.question_id])


def _pass(line: Notification) -> str:
    return reverse("routing:pass", args=[line.question_id])


ASKED = register(
    Kind(
        "asked",
        label=gettext_lazy("이웃이 나에게 물어볼 때"),
        icon="hand",
        sentence=_sentence,
        address=post,
        channels={Channel.PUSH: AT_ONCE, Channel.EMAIL: AT_ONCE},
        keeps=PROMISE,
        is_wanted=True,
        priority=URGENT,
        actions=(
            Action("answer", gettext_lazy("답변하기"), _compose),
            Action("pass", gettext_lazy("지금 못 해요"), _pass, posts=True),
            Action(
                "reply",
                gettext_lazy("바로 쓰기"),
                _answers,
                posts=True,
                field="body",
                placeholder=gettext_lazy("짧게 답해 주세요"),
            ),
        ),
    )
)


@registry.within(ANSWER_REQUESTED)
def tell_asked(event: Occurrence) -> None:
    """With the asks themselves, so that nobody is asked without a line in their inbox.

    Whoever has a page open has it before them, and is not mailed as well.
    """
    people = _ids(event.payload["personIds"])
    notify_all(
        recipient_ids=people,
        unmailed=[pk for pk, ago in last_seen(people).items() if ago < STILL_HERE_SECONDS],
        kind=ASKED,
        actor_id=int(event.payload["questionerId"]),
        question_id=int(event.payload["questionId"]),
    )


@registry.within(REQUESTS_ENDED)
def take_back(event: Occurrence) -> None:
    retract_all(
        recipient_ids=_ids(event.payload["personIds"]),
        kind=ASKED,
        question_id=int(event.payload["questionId"]),
    )


def _ids(values: list[str]) -> list[int]:
    return [int(value) for value in values]
