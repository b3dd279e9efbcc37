"""What this app tells the others. Names and keys follow the seed's event table; ids are strings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apps.core.calls import CALL
from apps.events.services.publishing import publish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.accounts.models import User
    from apps.questions.models import Acceptance, Answer, Comment, Question, Tag

QUESTION_CREATED = "question.created"
QUESTION_EDITED = "question.edited"
QUESTION_CLOSED = "question.closed"
QUESTION_REOPENED = "question.reopened"
QUESTION_REMOVED = "question.removed"
QUESTION_RESTORED = "question.restored"
ANSWER_CREATED = "answer.created"
ANSWER_EDITED = "answer.edited"
ANSWER_REMOVED = "answer.removed"
ANSWER_RESTORED = "answer.restored"
ANSWER_ACCEPTED = "answer.accepted"
ACCEPTANCE_WITHDRAWN = "acceptance.withdrawn"
COMMENT_CREATED = "comment.created"
COMMENT_REMOVED = "comment.removed"
COMMENT_RESTORED = "comment.restored"
VOTE_CAST = "vote.cast"
TAG_MERGED = "tag.merged"
TAG_FORBIDDEN = "tag.forbidden"


def question_created(question: Question, *, tags: list[str], is_first: bool) -> None:
    """``isFirst``: of this asker. ``calls``: somebody by @닉네임, perhaps."""
    publish(
        QUESTION_CREATED,
        {
            "questionId": str(question.pk),
            "userId": str(question.author_id),
            "location": _geopoint(question),
            "hashtags": tags,
            "urgency": "urgent" if question.is_urgent else "normal",
            "regionId": str(question.region_id),
            "bounty": question.bounty,
            "isFirst": is_first,
            "calls": bool(CALL.search(question.body)),
        },
    )


def question_changed(event_type: str, question: Question, *, by: User) -> None:
    """Edited, closed, reopened, removed (hidden or deleted) or restored.

    ``solvedById`` is the question whose answer helped, where the asker closed it with one.
    """
    publish(
        event_type,
        {
            "questionId": str(question.pk),
            "questionerId": str(question.author_id),
            "byId": str(by.pk),
            "bounty": question.bounty,
            "solvedById": str(question.solved_by_id) if question.solved_by_id else None,
        },
    )


def answer_created(answer: Answer, question: Question) -> None:
    publish(ANSWER_CREATED, _answer(answer, question))


def answer_changed(event_type: str, answer: Answer, question: Question, *, by: User) -> None:
    """Edited, removed (hidden or deleted) or restored."""
    publish(event_type, _answer(answer, question) | {"byId": str(by.pk)})


def answer_accepted(acceptance: Acceptance, answer: Answer, question: Question) -> None:
    """``points`` is the bounty that goes to the answerer, beyond what the rules pay."""
    publish(ANSWER_ACCEPTED, _acceptance(acceptance, answer, question))


def acceptance_withdrawn(
    acceptance: Acceptance, answer: Answer, question: Question, *, forced: bool
) -> None:
    """``forced``: a moderator's doing; the points come back as far as they are still there."""
    publish(ACCEPTANCE_WITHDRAWN, _acceptance(acceptance, answer, question) | {"forced": forced})


def comment_created(comment: Comment, *, post_author_id: int) -> None:
    publish(COMMENT_CREATED, _comment(comment) | {"recipientId": str(post_author_id)})


def comment_changed(event_type: str, comment: Comment) -> None:
    """Removed (hidden or deleted) or restored."""
    publish(event_type, _comment(comment))


def vote_cast(
    *, question_id: int, answer_id: int | None, voter_id: int, author_id: int, value: int
) -> None:
    """``value`` is 1, -1, or 0 when a vote was taken back."""
    publish(
        VOTE_CAST,
        {
            "questionId": str(question_id),
            "answerId": str(answer_id) if answer_id else None,
            "voterId": str(voter_id),
            "authorId": str(author_id),
            "value": value,
        },
    )


def tag_merged(tag: Tag, into: Tag, *, by: User) -> None:
    """``name`` means ``into``, and its questions carry that now."""
    publish(
        TAG_MERGED,
        {
            "tagId": str(tag.pk),
            "name": tag.name,
            "intoId": str(into.pk),
            "into": into.name,
            "byId": str(by.pk),
        },
    )


def tag_forbidden(tag: Tag, *, places: Sequence[int | None], by: User) -> None:
    """No question carries it any more. ``places``: where it was trending, None for the whole country."""
    publish(
        TAG_FORBIDDEN,
        {"tagId": str(tag.pk), "name": tag.name, "places": list(places), "byId": str(by.pk)},
    )


def _answer(answer: Answer, question: Question) -> dict[str, Any]:
    """``calls``: somebody by @닉네임, perhaps."""
    return {
        "answerId": str(answer.pk),
        "questionId": str(question.pk),
        "answererId": str(answer.author_id),
        "questionerId": str(question.author_id),
        "calls": bool(CALL.search(answer.body)),
    }


def _comment(comment: Comment) -> dict[str, Any]:
    return {
        "commentId": str(comment.pk),
        "questionId": str(comment.question_id),
        "answerId": str(comment.answer_id) if comment.answer_id else None,
        "userId": str(comment.author_id),
        "calls": bool(CALL.search(comment.body)),
    }


def _acceptance(acceptance: Acceptance, answer: Answer, question: Question) -> dict[str, Any]:
    return _answer(answer, question) | {
        "acceptanceId": str(acceptance.pk),
        "points": question.bounty,
    }


def _geopoint(question: Question) -> dict[str, float] | None:
    if question.lat is None or question.lng is None:
        return None
    return {"lat": float(question.lat), "lng": float(question.lng)}
