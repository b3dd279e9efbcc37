"""To iPhones, by way of an Apple that keeps to its documentation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.notifications.channels import apns
from apps.notifications.enums import Channel, State, Why
from apps.notifications.kinds.asked import ASKED
from apps.notifications.models import Device, Dispatch, Notification
from apps.notifications.services.notifying import notify
from apps.questions.limits import TITLE_MAX
from dongne.settings.partners import Apns
from tests.factories import make_question
from tests.notifications.channels.apns_server import DROP, HOLD, TOPIC, Apple
from tests.notifications.conftest import deliver
from tools.ports import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def phone(clock, iphone):
    return iphone


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


def milliseconds(moment) -> int:
    return int(moment.timestamp() * 1000)


def test_takes_it(apple, phone, tell):
    dispatch = deliver(tell(channel=Channel.PUSH, body="하귀 **365의원**이 열려 있어요."))
    assert (dispatch.state, dispatch.attempts, dispatch.last_error) == (State.SENT, 1, "")
    assert apple.refusals == []
    [sent] = apple.received
    assert sent.phone == phone.token
    assert sent.headers["apns-topic"] == TOPIC
    assert sent.headers["apns-push-type"] == "alert"
    assert sent.headers["apns-priority"] == "10"
    assert sent.headers["apns-collapse-id"] == f"line-{dispatch.notification_id}"
    expires = int(sent.headers["apns-expiration"])
    assert expires == int(timezone.now().timestamp()) + 86_400
    alert = sent.body["aps"]["alert"]
    assert "님이 답변했어요" in alert["title"]
    assert "하귀 365의원이 열려 있어요." in alert["body"]
    assert sent.body["url"].startswith("http://127.0.0.1:8000/n/")


def test_an_ask_is_worth_ten_minutes_and_has_its_buttons(apple, asker):
    assert deliver(ask(asker, title="지금 문 연 소아과 있나요?")).state == State.SENT
    [sent] = apple.received
    assert int(sent.headers["apns-expiration"]) == int(timezone.now().timestamp()) + 600
    # The app knows which buttons a category has; where they lead, the message says.
    assert sent.body["aps"]["category"] == "asked"
    assert sent.body["aps"]["interruption-level"] == "time-sensitive"
    assert [button["action"] for button in sent.body["actions"]] == ["answer", "pass", "reply"]


def test_the_longest_message_is_not_too_long(apple, asker):
    dispatch = ask(asker, title="가" * TITLE_MAX, body="🍊" * 1000)
    assert deliver(dispatch).state == State.SENT
    assert apple.refusals == []


def test_one_connection_and_one_token_carry_many_messages(apple, clock, tell):
    for _number in range(5):
        assert deliver(tell(channel=Channel.PUSH)).state == State.SENT
        clock.shift(timedelta(minutes=1))
    assert (len(apple.received), apple.connections, len(apple.tokens)) == (5, 1, 1)


def test_a_token_is_renewed_before_it_is_an_hour_old(apple, clock, tell):
    for _turn in range(4):
        assert deliver(tell(channel=Channel.PUSH)).state == State.SENT
        clock.shift(timedelta(minutes=30))
    assert 2 <= len(apple.tokens) <= 4
    assert apple.refusals == []


def test_a_token_that_is_too_old_by_its_clock_is_renewed(apple, clock, message):
    clock.shift(timedelta(minutes=30))
    apple.answers = [(403, {"reason": "ExpiredProviderToken"})]
    assert waits(deliver(message)) <= 5
    clock.move_to(message.due_at)
    assert deliver(message).state == State.SENT
    assert len(apple.tokens) == 2


def test_too_many_tokens_are_answered_by_the_same_one(apple, message):
    apple.answers = [(429, {"reason": "TooManyProviderTokenUpdates"})]
    assert waits(deliver(message)) <= 5
    assert deliver(message).state == State.SENT
    assert len(apple.tokens) == 1


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, "BadDeviceToken"),
        (400, "DeviceTokenNotForTopic"),
        (410, "ExpiredToken"),
        (410, "Unregistered"),
    ],
)
def test_a_phone_that_is_gone_is_forgotten(apple, message, status, reason):
    yesterday = milliseconds(timezone.now() - timedelta(days=1))
    Device.objects.update(seen_at=timezone.now() - timedelta(days=2))
    apple.answers = [(status, {"reason": reason, "timestamp": yesterday})]
    deliver(message)
    assert (message.state, message.why, message.device) == (State.SKIPPED, Why.ADDRESS, None)
    assert not Device.objects.exists()


def test_a_phone_that_came_back_since_is_not(apple, message):
    yesterday = milliseconds(timezone.now() - timedelta(days=1))
    apple.answers = [(410, {"reason": "Unregistered", "timestamp": yesterday})]
    assert deliver(message).state == State.WAITING
    assert deliver(message).state == State.SENT


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, "BadTopic"),
        (403, "InvalidProviderToken"),
        (404, "BadPath"),
        (413, "PayloadTooLarge"),
    ],
)
def test_a_mistake_of_ours_costs_no_phone_and_is_not_repeated(apple, message, status, reason):
    apple.answers = [(status, {"reason": reason})]
    deliver(message)
    assert (message.state, message.attempts) == (State.DEAD, 1)
    assert message.last_error == f"{status} {reason}"
    assert Device.objects.exists()


def test_another_key_costs_no_phone(apple, settings, message):
    keys = settings.APNS
    settings.APNS = Apns(
        url=keys.url, key=Apple().pem, key_id=keys.key_id, team_id=keys.team_id, topic=keys.topic
    )
    assert deliver(message).state == State.DEAD
    assert "InvalidProviderToken" in message.last_error
    assert Device.objects.exists()


def test_is_busy(apple, message):
    apple.answers = [(429, {"reason": "TooManyRequests"})]
    assert 0 < waits(deliver(message)) <= 5
    assert deliver(message).state == State.SENT


@pytest.mark.parametrize(
    ("status", "told"), [(500, {"reason": "InternalServerError"}), (503, {"reason": "Shutdown"})]
)
def test_gets_three_tries_a_quarter_of_an_hour_apart_when_it_is_broken(
    apple, message, status, told
):
    apple.answers = [(status, told)] * 3
    assert [waits(deliver(message)) for _try in range(2)] == [900, 900]
    assert deliver(message).state == State.DEAD
    assert Device.objects.exists()


def test_that_is_broken_gets_an_ask_while_it_is_worth_something(apple, asker):
    apple.answers = [(503, {"reason": "ServiceUnavailable"})]
    dispatch = deliver(ask(asker))
    assert waits(dispatch) <= 5
    assert deliver(dispatch).state == State.SENT


def test_hangs_up_and_gets_it_once_more(apple, message):
    apple.answers = [DROP]
    deliver(message)
    assert (message.state, message.unsure) == (State.WAITING, 1)
    deliver(message)
    assert (message.state, message.unsure) == (State.SENT, 1)
    # Both arrived; the phone shows the second in place of the first.
    assert len({sent.headers["apns-collapse-id"] for sent in apple.received}) == 1
    assert len(apple.received) == 2


def test_hangs_up_twice_and_gets_it_no_more(apple, message):
    apple.answers = [DROP, DROP]
    deliver(message)
    assert deliver(message).state == State.DEAD
    assert len(apple.received) == 2


def test_falls_silent_and_gets_it_once_more(apple, message, monkeypatch):
    monkeypatch.setattr(apns, "TIMEOUT", 0.3)
    apple.answers = [HOLD]
    deliver(message)
    assert (message.state, message.unsure) == (State.WAITING, 1)
    assert deliver(message).state == State.SENT
    assert apple.connections == 2


def test_a_server_taken_down_between_two_messages_costs_neither(apple, message, tell):
    assert deliver(message).state == State.SENT
    apple.say_goodbye()
    second = tell(channel=Channel.PUSH)
    deliver(second)
    assert second.state in {State.SENT, State.WAITING}
    assert (deliver(second).state, len(apple.received)) == (State.SENT, 2)
    assert apple.connections == 2


def test_that_is_away_costs_no_try(apple, settings, message):
    keys = settings.APNS
    settings.APNS = Apns(
        url=f"http://127.0.0.1:{free_port()}",
        key=keys.key,
        key_id=keys.key_id,
        team_id=keys.team_id,
        topic=keys.topic,
    )
    for _outage in range(5):
        assert 30 <= waits(deliver(message)) <= 60
    assert (message.attempts, message.unsure) == (0, 0)
    settings.APNS = keys
    assert deliver(message).state == State.SENT


def test_a_site_that_lost_its_keys_keeps_the_phone(apple, settings, message):
    settings.APNS = None
    assert deliver(message).state == State.DEAD
    assert "APNS_KEY" in message.last_error
    assert Device.objects.exists()
