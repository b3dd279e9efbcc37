from __future__ import annotations

from django.db import transaction

from apps.accounts.models import User
from apps.core.errors import DomainError
from apps.questions import events, permissions
from apps.questions.enums import VoteValue
from apps.questions.models import Answer, Question, Vote
from apps.questions.services.locking import lock_answer, lock_question, save_counts

TAKEN_BACK = 0


@transaction.atomic
def vote(*, voter: User, on: Question | Answer, value: int) -> int:
    """Set one's vote to 1, -1 or 0 (none) and return the post's new score.

    It sets rather than toggles, so that a repeated request changes nothing.
    """
    permissions.check_write(voter)
    if value not in (TAKEN_BACK, *VoteValue.values):
        raise DomainError("1, -1, 0", field="value")
    if isinstance(on, Answer):
        question, answer = lock_answer(on.pk)
        change = _set(voter, answer, value, question=None, answer=answer)
        if change:
            answer.score += change
            answer.save(update_fields=["score"])
            _tell(question, answer, voter, answer.author_id, value)
        return answer.score
    question = lock_question(on.pk)
    change = _set(voter, question, value, question=question, answer=None)
    if change:
        question.score += change
        save_counts(question, "score")
        _tell(question, None, voter, question.author_id, value)
    return question.score


def _set(
    voter: User,
    post: Question | Answer,
    value: int,
    *,
    question: Question | None,
    answer: Answer | None,
) -> int:
    """Store the vote and return by how much the score moves."""
    permissions.check_vote(voter, post)
    own = Vote.objects.filter(voter=voter, question=question, answer=answer)
    before = own.values_list("value", flat=True).first() or TAKEN_BACK
    if before == value:
        return 0
    if value == TAKEN_BACK:
        own.delete()
    else:
        Vote.objects.update_or_create(
            voter=voter,
            question=question,
            answer=answer,
            defaults={"value": value},
            create_defaults={"value": value, "author_id": post.author_id},
        )
    return value - before


def _tell(
    question: Question, answer: Answer | None, voter: User, author_id: int, value: int
) -> None:
    events.vote_cast(
        question_id=question.pk,
        answer_id=answer.pk if answer else None,
        voter_id=voter.pk,
        author_id=author_id,
        value=value,
    )
