"""What the open pages hear when something happens.

Everything is told as it is now, and telling it twice does no harm: pages set values, and look at
what they already show.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet

from apps.accounts import events as accounts
from apps.core.korean import short_count
from apps.core.prepared import Parameter, prepared
from apps.core.presence import STILL_HERE_SECONDS, here_since
from apps.events import registry
from apps.events.registry import Occurrence
from apps.live import channels
from apps.live.publishing import News, tell, tell_all, wait_for_turn
from apps.notifications import events as notifications
from apps.notifications.queries import unread_counts
from apps.questions import events as questions
from apps.questions.models import Answer, Question

# Named by the app that asks people, which this one need not know.
ANSWER_REQUESTED = "answer.requested"
REQUESTS_ENDED = "answer.requests_ended"
ROUTE_CHANGED = "route.changed"

# Of so many most have no page open.
MANY = 100

# What was not told within minutes is not news any more; the page has looked for itself by then.
on = partial(registry.on, queue="live", max_attempts=5)


@on(questions.QUESTION_CREATED)
def question_created(event: Occurrence) -> None:
    """To the feeds of everywhere and of each region the place is part of."""
    question = _new.first(pk=int(event.payload["questionId"]))
    if question is None:
        return
    pk, category, is_urgent, *regions = question
    places = [channels.region(region) for region in regions if region is not None]
    tell(
        [channels.EVERYWHERE, *places],
        "question",
        {"id": pk, "category": category, "urgent": is_urgent},
        by=event.payload["userId"],
    )


@prepared
def _new() -> QuerySet[Question, Any]:
    return (
        Question.objects.visible()
        .filter(pk=Parameter("pk"))
        .values_list("pk", "category__slug", "is_urgent", "sido_id", "sigungu_id", "emd_id")
    )


@on(questions.QUESTION_CLOSED)
@on(questions.QUESTION_REOPENED)
@on(questions.QUESTION_RESTORED)
def question_changed(event: Occurrence) -> None:
    tell([_question(event)], "state", by=event.payload["byId"])


@on(questions.QUESTION_REMOVED)
def question_removed(event: Occurrence) -> None:
    """Whoever may still see it gets a new token; the others have nothing to listen to."""
    tell([_question(event)], "gone", ends=True)


@on(questions.ANSWER_CREATED)
@on(questions.ANSWER_RESTORED)
def answer_created(event: Occurrence) -> None:
    data = {"id": int(event.payload["answerId"])}
    tell([_question(event)], "answer", data, by=event.payload["answererId"])


@on(questions.ANSWER_REMOVED)
def answer_removed(event: Occurrence) -> None:
    data = {"id": int(event.payload["answerId"])}
    tell([_question(event)], "answer-gone", data, by=event.payload["byId"])


@on(questions.ANSWER_ACCEPTED)
@on(questions.ACCEPTANCE_WITHDRAWN)
def acceptance_changed(event: Occurrence) -> None:
    data = {"id": int(event.payload["answerId"])}
    kind = "accepted" if event.type == questions.ANSWER_ACCEPTED else "unaccepted"
    tell([_question(event)], kind, data, by=event.payload["questionerId"])


@on(questions.COMMENT_CREATED)
@on(questions.COMMENT_RESTORED)
def comment_created(event: Occurrence) -> None:
    data = {"id": int(event.payload["commentId"])}
    tell([_question(event)], "comment", data, by=event.payload["userId"])


@on(questions.COMMENT_REMOVED)
def comment_removed(event: Occurrence) -> None:
    tell([_question(event)], "comment-gone", {"id": int(event.payload["commentId"])})


@on(questions.VOTE_CAST)
def vote_cast(event: Occurrence) -> None:
    answer_id = event.payload["answerId"]
    wait_for_turn(_question(event))
    posts: type[Answer | Question] = Answer if answer_id else Question
    found = posts.objects.visible().filter(pk=answer_id or event.payload["questionId"])
    score = found.values_list("score", flat=True).first()
    if score is not None:
        post = f"a-{answer_id}" if answer_id else f"q-{event.payload['questionId']}"
        tell([_question(event)], "vote", {"post": post, "score": short_count(score)})


@on(ROUTE_CHANGED)
def route_changed(event: Occurrence) -> None:
    tell([_question(event)], "route")


@on(ANSWER_REQUESTED)
def answer_requested(event: Occurrence) -> None:
    """The asks first: seconds count. Their lines are in the inbox already."""
    people = event.payload["personIds"]
    question = int(event.payload["questionId"])
    asked = [channels.person(pk) for pk in people]
    tell_all([News(asked, "ask", {"question": question}), News([_question(event)], "route")])
    _tell_unread(people)


@on(REQUESTS_ENDED)
def requests_ended(event: Occurrence) -> None:
    people = event.payload["personIds"]
    question = int(event.payload["questionId"])
    tell([channels.person(pk) for pk in people], "ask-ended", {"question": question})
    _tell_unread(people)


@on(notifications.NOTIFICATIONS_CHANGED)
def notifications_changed(event: Occurrence) -> None:
    _tell_unread(event.payload["recipientIds"])


@on(accounts.SESSIONS_ENDED)
def sessions_ended(event: Occurrence) -> None:
    """Stopped, or signed out everywhere: whoever is still signed in gets a new token."""
    tell([channels.person(event.payload["userId"])], "signed-out", ends=True)


def _tell_unread(ids: Sequence[str]) -> None:
    """The number is small and one's own, so that it is sent instead of being fetched.

    In the order of the ids, so that two workers never wait for each other.
    """
    people = sorted(map(int, ids))
    if len(people) > MANY:
        here = set(here_since(STILL_HERE_SECONDS))
        people = [pk for pk in people if pk in here]
    wait_for_turn(*map(channels.person, people))
    tell_all(
        News([channels.person(pk)], "inbox", {"unread": unread})
        for pk, unread in unread_counts(people).items()
    )


def _question(event: Occurrence) -> str:
    return channels.question(event.payload["questionId"])
