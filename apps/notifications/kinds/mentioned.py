"""Somebody was called by @닉네임."""

from __future__ import annotations

from operator import itemgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.events.registry import Occurrence
from apps.notifications.enums import Channel
from apps.notifications.kinds.registry import A_WHILE, AT_ONCE, Kind, register
from apps.notifications.mentions import mentioned_in
from apps.notifications.models import Notification
from apps.notifications.registering import on
from apps.notifications.services.notifying import notify
from apps.notifications.wording import post, who
from apps.questions import events as questions
from apps.questions.models import Answer, Comment, Question


def _sentence(line: Notification) -> str:
    return _("%(who)s 나를 불렀어요") % {"who": who(line)}


MENTIONED = register(
    Kind(
        "mentioned",
        label=gettext_lazy("누가 나를 @닉네임으로 부를 때"),
        icon="user",
        sentence=_sentence,
        address=post,
        channels={Channel.PUSH: AT_ONCE, Channel.EMAIL: A_WHILE},
    )
)


@on(questions.QUESTION_CREATED, when=itemgetter("calls"))
def called_in_question(event: Occurrence) -> None:
    question = Question.objects.visible().filter(pk=event.payload["questionId"]).first()
    if question is not None:
        _tell(question.body, author_id=question.author_id, question_id=question.pk)


@on(questions.ANSWER_CREATED, when=itemgetter("calls"))
def called_in_answer(event: Occurrence) -> None:
    """All but the asker, who hears of the answer anyway."""
    answers = Answer.objects.visible().select_related("question")
    answer = answers.filter(pk=event.payload["answerId"]).first()
    if answer is None or not answer.question.is_visible:
        return
    _tell(
        answer.body,
        author_id=answer.author_id,
        question_id=answer.question_id,
        answer_id=answer.pk,
        told=answer.question.author_id,
    )


@on(questions.COMMENT_CREATED, when=itemgetter("calls"))
def called_in_comment(event: Occurrence) -> None:
    """All but the author of the post, who hears of the comment anyway."""
    comments = Comment.objects.visible().select_related("question", "answer")
    comment = comments.filter(pk=event.payload["commentId"]).first()
    if comment is None or not comment.is_in_sight:
        return
    _tell(
        comment.body,
        author_id=comment.author_id,
        question_id=comment.question_id,
        answer_id=comment.answer_id,
        comment_id=comment.pk,
        told=(comment.answer or comment.question).author_id,
    )


def _tell(
    text: str,
    *,
    author_id: int,
    question_id: int,
    answer_id: int | None = None,
    comment_id: int | None = None,
    told: int | None = None,
) -> None:
    """In the order of their ids, so that two workers never wait for each other."""
    for user_id in sorted(set(mentioned_in(text)) - {told}):
        notify(
            recipient_id=user_id,
            kind=MENTIONED,
            actor_id=author_id,
            question_id=question_id,
            answer_id=answer_id,
            comment_id=comment_id,
        )
