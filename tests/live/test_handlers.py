"""What the outbox tells the open pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from django_redis import get_redis_connection

from apps.accounts.services import activation, sessions
from apps.events.services.publishing import publish
from apps.live.channels import STREAM
from apps.notifications.services import reading
from apps.questions.services import accepting, closing, removing, voting
from apps.questions.services.commenting import comment, delete_comment
from tests.factories import make_answer, make_question, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db


def told() -> list[dict[str, Any]]:
    """What has been told since the last look, without what does not concern the test's kind."""
    drain()
    redis = get_redis_connection("default")
    entries = redis.xrange(STREAM)
    redis.delete(STREAM)
    found = []
    for _identity, raw in entries:
        fields = {name.decode(): value.decode() for name, value in raw.items()}
        found.append(fields | {"data": json.loads(fields["data"])})
    return found


def of(kind: str) -> list[dict[str, Any]]:
    return [news for news in told() if news["kind"] == kind]


@pytest.fixture
def question():
    question = make_question()
    told()
    return question


@pytest.fixture
def answer(question):
    answer = make_answer(question)
    told()
    return answer


def test_a_new_question_is_told_to_every_feed_it_is_in():
    question = make_question()
    [news] = of("question")
    assert news["channels"].split() == [
        "region:0",
        f"region:{question.sido_id}",
        f"region:{question.sigungu_id}",
        f"region:{question.emd_id}",
    ]
    assert news["data"] == {"id": question.pk, "category": "health", "urgent": False}
    assert news["by"] == str(question.author_id)


def test_an_answer_is_told_to_its_question(question):
    answer = make_answer(question)
    [news] = of("answer")
    assert news["channels"] == f"question:{question.pk}"
    assert news["data"] == {"id": answer.pk}
    assert news["by"] == str(answer.author_id)


def test_a_vote_tells_the_score_and_not_the_voter(question, answer):
    voter = make_user()
    voting.vote(voter=voter, on=answer, value=1)
    [news] = of("vote")
    assert news["data"] == {"post": f"a-{answer.pk}", "score": "1"}
    assert news["by"] == ""
    voting.vote(voter=voter, on=question, value=-1)
    assert of("vote")[0]["data"] == {"post": f"q-{question.pk}", "score": "-1"}


def test_an_old_vote_told_late_tells_the_score_of_now(answer):
    for _number in range(2):
        voting.vote(voter=make_user(), on=answer, value=1)
    assert [news["data"]["score"] for news in of("vote")] == ["2", "2"]


def test_the_choice_and_its_end_are_told(question, answer):
    accepting.accept(user=question.author, answer=answer)
    assert of("accepted")[0]["data"] == {"id": answer.pk}
    accepting.withdraw_acceptance(user=question.author, answer=answer)
    assert of("unaccepted")[0]["data"] == {"id": answer.pk}


def test_remarks_come_and_go(question):
    remark = comment(author=make_user(), on=question, body="몇 시까지 하나요?")
    assert of("comment")[0]["data"] == {"id": remark.pk}
    delete_comment(user=remark.author, comment=remark)
    delete_comment(user=remark.author, comment=remark)
    assert [news["data"] for news in of("comment-gone")] == [{"id": remark.pk}]


def test_hidden_remarks_and_answers_go_and_come_back(question, answer):
    moderator = make_user(is_staff=True)
    remark = comment(author=make_user(), on=answer, body="몇 시까지 하나요?")
    told()
    for post, name in ((remark, "comment"), (answer, "answer")):
        removing.hide(moderator=moderator, post=post, reason="시험")
        assert of(f"{name}-gone")[0]["data"] == {"id": post.pk}
        removing.restore(moderator=moderator, post=post, reason="시험")
        assert of(name)[0]["data"] == {"id": post.pk}


def test_a_hidden_question_ends_its_streams(question):
    removing.hide(moderator=make_user(is_staff=True), post=question, reason="시험")
    [news] = of("gone")
    assert (news["channels"], news["ends"]) == (f"question:{question.pk}", "1")


def test_closing_and_reopening_are_told(question):
    closing.close(user=question.author, question=question)
    closing.reopen(user=question.author, question=question)
    assert [news["channels"] for news in of("state")] == [f"question:{question.pk}"] * 2


def test_the_unread_number_goes_to_its_owner_alone(question):
    make_answer(question)
    news = of("inbox")
    mine = [one for one in news if one["channels"] == f"person:{question.author_id}"]
    assert mine[-1]["data"]["unread"] >= 1
    reading.mark_all_read(user=question.author)
    [news] = of("inbox")
    assert news["channels"] == f"person:{question.author_id}"
    assert news["data"] == {"unread": 0}


def test_reading_nothing_new_tells_nothing(question):
    reading.mark_all_read(user=question.author)
    told()
    reading.mark_all_read(user=question.author)
    assert told() == []


def test_asks_are_told_to_those_asked(question):
    people = [make_user(), make_user()]
    payload = {
        "questionId": str(question.pk),
        "questionerId": str(question.author_id),
        "personIds": [str(person.pk) for person in people],
        "wave": 1,
    }
    told()
    with transaction.atomic():
        publish("answer.requested", payload)
    news = told()
    [ask] = [one for one in news if one["kind"] == "ask"]
    assert ask["channels"].split() == [f"person:{person.pk}" for person in people]
    assert ask["data"] == {"question": question.pk}
    unread = {one["channels"] for one in news if one["kind"] == "inbox"}
    assert unread == set(ask["channels"].split())


def test_a_stopped_account_and_signing_out_everywhere_end_their_streams():
    person, boss = make_user(), make_user(is_staff=True, is_superuser=True)
    told()
    sessions.sign_out_everywhere(user=person)
    activation.deactivate(user=person, by=boss, reason="시험")
    news = of("signed-out")
    assert [(one["channels"], one["ends"]) for one in news] == [(f"person:{person.pk}", "1")] * 2
