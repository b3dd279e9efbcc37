"""To Android phones, by way of a Google that keeps to its documentation."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.utils import timezone

from apps.notifications.channels import fcm
from apps.notifications.enums import Channel, State, Why
from apps.notifications.kinds.asked import ASKED
from apps.notifications.models import Device, Dispatch, Notification
from apps.notifications.services.notifying import notify
from apps.questions.limits import TITLE_MAX
from tests.factories import make_question
from tests.notifications.channels.fcm_server import DROP, HOLD, HOUR, PROJECT, refusal
from tests.notifications.conftest import deliver
from tools.ports import free_port

pytestmark = pytest.mark.django_db

NO_TOKEN = "The registration token is not a valid FCM registration token"
SOMEBODY_ELSES = "SenderId mismatch"
BAD_GATEWAY = (502, {}, "<!DOCTYPE html><title>Error 502 (Server Error)!!1</title>")


@pytest.fixture(autouse=True)
def phone(clock, android):
    return android


@pytest.fixture
def message(phone, tell):
    return tell(channel=Channel.PUSH)


def ask(asker, **fields) -> Dispatch:
    question = make_question(**fields)
    notify(recipient_id=asker.pk, kind=ASKED, actor_id=question.author_id, question_id=question.pk)
    # The database has a clock of its own, which does not travel.
    Notification.objects.update(happened_at=timezone.now())
    return Dispatch.objects.get(channel=Channel.PUSH)


def waits(dispatch) -> float:
    assert dispatch.state == State.WAITING
    return (dispatch.due_at - timezone.now()).total_seconds()


def test_takes_it(google, phone, tell):
    dispatch = deliver(tell(channel=Channel.PUSH, body="하귀 **365의원**이 열려 있어요."))
    assert (dispatch.state, dispatch.attempts, dispatch.last_error) == (State.SENT, 1, "")
    assert google.refusals == []
    [sent] = google.received
    assert sent["token"] == phone.token
    assert sent["android"] == {"priority": "HIGH", "ttl": "86400s"}
    told = sent["data"]
    assert "님이 답변했어요" in told["title"]
    assert "하귀 365의원이 열려 있어요." in told["body"]
    assert told["url"].startswith("http://127.0.0.1:8000/n/")
    assert (told["kind"], told["tag"]) == ("answered", f"line-{dispatch.notification_id}")
    assert json.loads(told["actions"]) == []


def test_an_ask_is_worth_ten_minutes_and_has_its_buttons(google, asker):
    assert deliver(ask(asker, title="지금 문 연 소아과 있나요?")).state == State.SENT
    [sent] = google.received
    assert sent["android"] == {"priority": "HIGH", "ttl": "600s"}
    assert "지금 문 연 소아과 있나요?" in sent["data"]["body"]
    answer, passing, reply = json.loads(sent["data"]["actions"])
    assert "#compose" in answer["url"]
    assert (passing["posts"], passing["title"]) == (True, "지금 못 해요")
    assert reply["field"] == "body"


def test_the_longest_message_is_not_too_long(google, asker):
    dispatch = ask(asker, title="가" * TITLE_MAX, body="🍊" * 1000)
    assert deliver(dispatch).state == State.SENT
    assert google.refusals == []


def test_one_access_token_is_good_for_an_hour(google, clock, tell):
    for _number in range(3):
        assert deliver(tell(channel=Channel.PUSH)).state == State.SENT
    assert google.asked_for_tokens == 1
    clock.shift(timedelta(seconds=HOUR))
    assert deliver(tell(channel=Channel.PUSH)).state == State.SENT
    assert google.asked_for_tokens == 2


def test_an_access_token_that_is_refused_is_asked_for_anew(google, message, tell):
    deliver(message)
    google.access_tokens.clear()
    assert deliver(tell(channel=Channel.PUSH)).state == State.SENT
    assert google.asked_for_tokens == 2


@pytest.mark.parametrize(
    "answer",
    [
        refusal(404, "UNREGISTERED", message="Requested entity was not found."),
        refusal(403, "SENDER_ID_MISMATCH", message=SOMEBODY_ELSES),
        refusal(400, "INVALID_ARGUMENT", message=NO_TOKEN),
        refusal(400, "INVALID_ARGUMENT", field="message.token", message="Invalid token"),
    ],
    ids=["unregistered", "another sender", "no token", "no token, by field"],
)
def test_a_phone_that_is_gone_is_forgotten(google, message, answer):
    google.answers = [answer]
    deliver(message)
    assert (message.state, message.why, message.device) == (State.SKIPPED, Why.ADDRESS, None)
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    "answer",
    [
        refusal(400, "INVALID_ARGUMENT", field="message.android.ttl", message="Invalid TTL"),
        refusal(400, message="Request contains an invalid argument."),
        refusal(403, message="Permission denied on resource project."),
        refusal(404, message="Requested entity was not found."),
        (404, {}, "[]"),
        (307, {"Location": "/elsewhere"}, ""),
    ],
    ids=["argument", "no details", "forbidden", "no project", "no object", "elsewhere"],
)
def test_a_mistake_of_ours_costs_no_phone_and_is_not_repeated(google, message, answer):
    google.answers = [answer]
    deliver(message)
    assert (message.state, message.attempts) == (State.DEAD, 1)
    assert str(answer[0]) in message.last_error
    assert Device.objects.exists()


def test_an_unknown_project_costs_no_phone(google, settings, message):
    settings.FCM_CREDENTIALS = settings.FCM_CREDENTIALS.replace(f'"{PROJECT}"', '"another"')
    assert deliver(message).state == State.DEAD
    assert Device.objects.exists()
    fcm._client(settings.FCM_CREDENTIALS).session.close()


def test_says_when_it_is_busy(google, message):
    google.answers = [refusal(429, "QUOTA_EXCEEDED", headers={"Retry-After": "120"})]
    assert waits(deliver(message)) == 120
    assert deliver(message).state == State.SENT


def test_says_so_by_the_clock(google, message):
    until = format_datetime(timezone.now() + timedelta(minutes=3))
    google.answers = [refusal(503, "UNAVAILABLE", headers={"Retry-After": until})]
    assert waits(deliver(message)) == 180


def test_gets_a_minute_if_it_does_not_say(google, message):
    google.answers = [refusal(429, "QUOTA_EXCEEDED")]
    assert waits(deliver(message)) == 60


def test_gets_three_tries_when_it_is_broken(google, message):
    google.answers = [refusal(503, "UNAVAILABLE"), BAD_GATEWAY, refusal(500, "INTERNAL")]
    assert 0 < waits(deliver(message)) <= 5
    assert 5 < waits(deliver(message)) <= 20
    assert (deliver(message).state, message.attempts) == (State.DEAD, 3)
    assert Device.objects.exists()


def test_hangs_up_and_gets_it_once_more(google, message):
    google.answers = [DROP]
    deliver(message)
    assert (message.state, message.unsure) == (State.WAITING, 1)
    deliver(message)
    assert (message.state, message.unsure) == (State.SENT, 1)
    # Both arrived; the phone shows the second in place of the first.
    first, second = google.received
    assert first["data"]["tag"] == second["data"]["tag"]


def test_hangs_up_twice_and_gets_it_no_more(google, message):
    google.answers = [DROP, DROP]
    deliver(message)
    assert deliver(message).state == State.DEAD
    assert len(google.received) == 2


def test_falls_silent_and_gets_it_once_more(google, message, monkeypatch):
    monkeypatch.setattr(fcm, "TIMEOUT", 0.3)
    google.answers = [HOLD]
    deliver(message)
    assert (message.state, message.unsure) == (State.WAITING, 1)
    assert deliver(message).state == State.SENT


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "fcm.invalid"])
def test_that_is_away_costs_no_try(google, settings, message, host):
    settings.FCM_URL = f"http://{host.format(port=free_port())}"
    for _outage in range(5):
        assert 30 <= waits(deliver(message)) <= 60
    assert (message.attempts, message.unsure) == (0, 0)
    settings.FCM_URL = google.url
    assert deliver(message).state == State.SENT


def test_that_gives_out_no_access_tokens_gets_three_tries(google, message):
    refused = (400, {}, json.dumps({"error": "invalid_grant"}))
    google.token_answers = [refused] * 3
    assert waits(deliver(message)) <= 5
    assert "no access token" in message.last_error
    assert [deliver(message).state for _try in range(2)] == [State.WAITING, State.DEAD]
    assert google.received == []


@pytest.mark.parametrize("trouble", [DROP, HOLD])
def test_that_falls_silent_when_asked_for_a_token_has_not_got_the_message(
    google, message, monkeypatch, trouble
):
    monkeypatch.setattr(fcm, "TIMEOUT", 0.3)
    google.token_answers = [trouble]
    deliver(message)
    assert (message.state, message.unsure, message.attempts) == (State.WAITING, 0, 0)
    assert google.received == []
    assert deliver(message).state == State.SENT


def test_a_site_that_lost_its_keys_keeps_the_phone(google, settings, message):
    settings.FCM_CREDENTIALS = ""
    assert deliver(message).state == State.DEAD
    assert "FCM_CREDENTIALS" in message.last_error
    assert Device.objects.exists()
