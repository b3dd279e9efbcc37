"""Who hears of what. Everything looks at the posts as they are now: hidden ones are not told of."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from apps.notifications.enums import Kind
from apps.notifications.mentions import mentioned_in
from apps.notifications.services.notifying import notify, retract
from apps.questions.models import Acceptance, Answer, Comment, Question
from apps.questions.services.locking import lock_answer


def tell_of_question(*, question_id: int) -> None:
    """Those the asker called by name."""
    question = Question.objects.visible().filter(pk=question_id).first()
    if question is not None:
        _tell_mentioned(question.body, author_id=question.author_id, question_id=question.pk)


def tell_of_answer(*, answer_id: int) -> None:
    """The asker, and those the answerer called by name."""
    answer = Answer.objects.visible().select_related("question").filter(pk=answer_id).first()
    if answer is None or not answer.question.is_visible:
        return
    asker_id = answer.question.author_id
    notify(
        recipient_id=asker_id,
        kind=Kind.ANSWERED,
        actor_id=answer.author_id,
        question_id=answer.question_id,
        answer_id=answer.pk,
    )
    _tell_mentioned(
        answer.body,
        author_id=answer.author_id,
        question_id=answer.question_id,
        answer_id=answer.pk,
        told=(asker_id,),
    )


def tell_of_comment(*, comment_id: int) -> None:
    """Whoever wrote the post, and those the comment calls by name."""
    comments = Comment.objects.visible().select_related("question", "answer")
    comment = comments.filter(pk=comment_id).first()
    if comment is None or not _is_visible(comment):
        return
    post_author_id = (comment.answer or comment.question).author_id
    notify(
        recipient_id=post_author_id,
        kind=Kind.COMMENTED,
        actor_id=comment.author_id,
        question_id=comment.question_id,
        answer_id=comment.answer_id,
        comment_id=comment.pk,
    )
    _tell_mentioned(
        comment.body,
        author_id=comment.author_id,
        question_id=comment.question_id,
        answer_id=comment.answer_id,
        comment_id=comment.pk,
        told=(post_author_id,),
    )


@transaction.atomic
def tell_of_acceptance(*, answer_id: int) -> None:
    """The answerer, as the choice stands now: it may have moved on, or come back."""
    question, answer = lock_answer(answer_id)
    standing = Acceptance.objects.standing().filter(answer=answer).first()
    if standing is None:
        retract(recipient_id=answer.author_id, kind=Kind.ACCEPTED, answer_id=answer.pk)
    elif question.is_visible and answer.is_visible:
        notify(
            recipient_id=answer.author_id,
            kind=Kind.ACCEPTED,
            actor_id=standing.accepted_by_id,
            question_id=question.pk,
            answer_id=answer.pk,
        )


def tell_of_silence(*, question_id: int) -> None:
    """The asker, if really nobody has answered by now."""
    waiting = Question.objects.visible().unanswered()
    question = waiting.filter(pk=question_id).first()
    if question is not None:
        notify(recipient_id=question.author_id, kind=Kind.UNANSWERED, question_id=question.pk)


def tell_of_points(
    *, user_id: int, amount: int, question_id: int | None, answer_id: int | None
) -> None:
    if question_id and not Question.objects.visible().filter(pk=question_id).exists():
        return
    notify(
        recipient_id=user_id,
        kind=Kind.POINTS,
        question_id=question_id,
        answer_id=answer_id,
        points=amount,
    )


def welcome(*, user_id: int, points: int = 0) -> None:
    """Greet somebody new. The points of signing up join the greeting, whichever comes first."""
    notify(recipient_id=user_id, kind=Kind.WELCOME, points=points)


def _is_visible(comment: Comment) -> bool:
    return comment.question.is_visible and (comment.answer is None or comment.answer.is_visible)


def _tell_mentioned(
    text: str,
    *,
    author_id: int,
    question_id: int,
    answer_id: int | None = None,
    comment_id: int | None = None,
    told: Iterable[int] = (),
) -> None:
    """Each person who is called, except those who hear of the same post anyway.

    In the order of their ids, so that two workers never wait for each other.
    """
    for user_id in sorted(set(mentioned_in(text)) - set(told)):
        notify(
            recipient_id=user_id,
            kind=Kind.MENTIONED,
            actor_id=author_id,
            question_id=question_id,
            answer_id=answer_id,
            comment_id=comment_id,
        )
