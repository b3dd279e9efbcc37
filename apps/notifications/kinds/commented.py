"""Somebody wrote a comment under what one wrote."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.events.registry import Occurrence
from apps.notifications.enums import Channel
from apps.notifications.kinds.registry import A_WHILE, Kind, register
from apps.notifications.models import Notification
from apps.notifications.registering import on
from apps.notifications.services.notifying import notify
from apps.notifications.wording import post, who
from apps.questions import events as questions
from apps.questions.models import Comment


def _sentence(line: Notification) -> str:
    if line.answer_id:
        return _("%(who)s 내 답변에 댓글을 남겼어요") % {"who": who(line)}
    return _("%(who)s 내 질문에 댓글을 남겼어요") % {"who": who(line)}


COMMENTED = register(
    Kind(
        "commented",
        label=gettext_lazy("내 글에 댓글이 달릴 때"),
        icon="comment",
        sentence=_sentence,
        address=post,
        channels={Channel.PUSH: A_WHILE},
        offered=(Channel.EMAIL,),
    )
)


@on(questions.COMMENT_CREATED)
def tell_author(event: Occurrence) -> None:
    comments = Comment.objects.visible().select_related("question", "answer")
    comment = comments.filter(pk=event.payload["commentId"]).first()
    if comment is None or not comment.is_in_sight:
        return
    notify(
        recipient_id=(comment.answer or comment.question).author_id,
        kind=COMMENTED,
        actor_id=comment.author_id,
        question_id=comment.question_id,
        answer_id=comment.answer_id,
        comment_id=comment.pk,
    )
