"""What this app tells the others."""

from __future__ import annotations

from apps.events.services.publishing import publish
from apps.points.enums import Rule

POINTS_EARNED = "points.earned"
LEVEL_CHANGED = "points.level_changed"
BOUNTY_RESUMED = "points.bounty_resumed"


def points_earned(
    *, user_id: int, amount: int, rule: Rule, question_id: int | None, answer_id: int | None
) -> None:
    """Somebody received ``amount`` points. Not told: points spent or taken back."""
    publish(
        POINTS_EARNED,
        {
            "userId": str(user_id),
            "amount": amount,
            "rule": str(rule),
            "questionId": str(question_id) if question_id else None,
            "answerId": str(answer_id) if answer_id else None,
        },
    )


def bounty_resumed(*, user_id: int, question_id: int, amount: int) -> None:
    """A hidden question is back. ``amount`` was put aside again; 0: the asker did not have it any more."""
    payload = {"userId": str(user_id), "questionId": str(question_id), "amount": amount}
    publish(BOUNTY_RESUMED, payload)


def level_changed(*, user_id: int) -> None:
    """A person's points have crossed a threshold, up or down."""
    publish(LEVEL_CHANGED, {"userId": str(user_id)})
