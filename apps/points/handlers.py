"""What happens to points when something happens elsewhere."""

from __future__ import annotations

from operator import itemgetter

from apps.accounts.events import USER_REGISTERED
from apps.events.registry import Occurrence, Payload, on, within
from apps.points import events
from apps.points.enums import Rule
from apps.points.services import badging, bounties, levelling, rewards
from apps.questions import events as questions
from apps.questions.enums import VoteValue


def _is_by_another(answer: Payload) -> bool:
    return bool(answer["answererId"] != answer["questionerId"])


def _is_useful(vote: Payload) -> bool:
    return bool(vote["answerId"]) and vote["value"] == VoteValue.UP


def _is_for_first_useful(earned: Payload) -> bool:
    return bool(earned["rule"] == Rule.FIRST_USEFUL_ANSWER)


@on(USER_REGISTERED)
def reward_sign_up(event: Occurrence) -> None:
    rewards.reward_sign_up(user_id=int(event.payload["userId"]))


@within(questions.QUESTION_CREATED)
def hold_bounty(event: Occurrence) -> None:
    """Nobody asks with points they don't have: without them there is no question."""
    if event.payload["bounty"]:
        bounties.hold(
            question_id=int(event.payload["questionId"]),
            asker_id=int(event.payload["userId"]),
            amount=event.payload["bounty"],
        )


@on(questions.QUESTION_CREATED, when=itemgetter("isFirst"))
def badge_for_asking(event: Occurrence) -> None:
    badging.badge_for_asking(user_id=int(event.payload["userId"]))


@on(questions.ANSWER_CREATED)
@on(questions.ANSWER_REMOVED)
@on(questions.ANSWER_RESTORED)
def settle_answer(event: Occurrence) -> None:
    rewards.settle_answer(answer_id=int(event.payload["answerId"]))


@on(questions.ANSWER_CREATED, when=_is_by_another)
def badge_for_answering(event: Occurrence) -> None:
    badging.badge_for_answering(user_id=int(event.payload["answererId"]))


@on(questions.VOTE_CAST, when=_is_useful)
def reward_useful(event: Occurrence) -> None:
    rewards.reward_useful(answer_id=int(event.payload["answerId"]))


@on(questions.ANSWER_ACCEPTED)
def reward_acceptance(event: Occurrence) -> None:
    rewards.reward_acceptance(acceptance_id=int(event.payload["acceptanceId"]))


@on(questions.ANSWER_ACCEPTED)
def badge_for_accepting(event: Occurrence) -> None:
    badging.badge_for_accepting(
        asker_id=int(event.payload["questionerId"]), answerer_id=int(event.payload["answererId"])
    )


@within(questions.ACCEPTANCE_WITHDRAWN)
def take_back_acceptance(event: Occurrence) -> None:
    """A choice cannot be taken back when its points cannot."""
    rewards.take_back_acceptance(
        acceptance_id=int(event.payload["acceptanceId"]), forced=event.payload["forced"]
    )


@on(questions.ACCEPTANCE_WITHDRAWN)
@on(questions.QUESTION_CLOSED)
@on(questions.QUESTION_REMOVED)
def settle_bounty(event: Occurrence) -> None:
    bounties.settle(question_id=int(event.payload["questionId"]))


@on(questions.QUESTION_RESTORED)
def resume_bounty(event: Occurrence) -> None:
    bounties.resume(question_id=int(event.payload["questionId"]))


@on(events.POINTS_EARNED, when=_is_for_first_useful)
def badge_for_useful(event: Occurrence) -> None:
    badging.badge_for_useful(answer_id=int(event.payload["answerId"]))


@on(events.LEVEL_CHANGED)
def update_level(event: Occurrence) -> None:
    levelling.update_level(user_id=int(event.payload["userId"]))
