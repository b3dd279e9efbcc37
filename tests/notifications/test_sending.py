"""What becomes of a message, whatever the servers and the workers do."""

from __future__ import annotations

import itertools
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from apps.accounts.services import quieting
from apps.accounts.services.activation import deactivate
from apps.accounts.services.blocking import block
from apps.notifications.enums import Channel, State, Watching, Why
from apps.notifications.kinds.asked import ASKED
from apps.notifications.models import Device, Dispatch, Notification, Suppression
from apps.notifications.services import sending
from apps.notifications.services.following import watch
from apps.notifications.services.notifying import notify
from apps.notifications.services.preferring import prefer
from apps.notifications.services.reading import mark_all_read
from apps.questions.services.removing import hide
from tests.at_once import at_once
from tests.factories import make_question, make_user
from tests.notifications.conftest import deliver

pytestmark = pytest.mark.django_db


def happened_now() -> None:
    """The database has a clock of its own, which does not travel."""
    Notification.objects.update(happened_at=timezone.now())


class TestLooksOnceMore:
    """Between the line and its message anything may have changed."""

    def skipped(self, dispatch) -> str:
        deliver(dispatch)
        assert dispatch.state == State.SKIPPED
        return dispatch.why

    def test_whether_it_was_read(self, asker, mails, tell):
        dispatch = tell()
        mark_all_read(user=asker)
        assert self.skipped(dispatch) == Why.READ

    def test_whether_the_post_is_still_to_be_seen(self, mails, tell):
        dispatch = tell()
        moderator = make_user("운영진이", is_staff=True)
        hide(moderator=moderator, post=dispatch.notification.answer, reason="광고")
        assert self.skipped(dispatch) == Why.GONE

    def test_whether_somebody_was_blocked_meanwhile(self, asker, mails, tell):
        dispatch = tell()
        block(blocker=asker, blocked=dispatch.notification.actor)
        assert self.skipped(dispatch) == Why.BLOCKED

    def test_whether_it_was_muted_meanwhile(self, asker, mails, tell):
        dispatch = tell()
        watch(person=asker, subject=dispatch.notification.question, mode=Watching.MUTE)
        assert self.skipped(dispatch) == Why.MUTED

    def test_whether_it_is_still_wanted(self, asker, mails, tell):
        dispatch = tell()
        prefer(person=asker, choices={("answered", Channel.EMAIL): False})
        assert self.skipped(dispatch) == Why.OFF

    def test_whether_the_reader_is_still_there(self, asker, mails, tell):
        dispatch = tell()
        deactivate(user=asker, by=make_user(is_staff=True, is_superuser=True), reason="광고")
        assert self.skipped(dispatch) == Why.AWAY

    def test_whether_the_address_takes_mail(self, asker, mails, tell):
        dispatch = tell()
        Suppression.objects.create(email=asker.email.upper(), trouble="bounced")
        assert self.skipped(dispatch) == Why.ADDRESS

    def test_whether_the_device_changed_hands(self, browser, pushes, tell):
        dispatch = tell(channel=Channel.PUSH)
        Device.objects.update(person=make_user())
        assert self.skipped(dispatch) == Why.ADDRESS
        assert not pushes.received


class TestPeace:
    @pytest.fixture(autouse=True)
    def afternoon(self, clock, asker):
        quieting.set_quiet_hours(person=asker, hours=(23, 7))

    def test_at_night_it_waits_for_the_morning(self, clock, mails, tell):
        clock.shift(timedelta(hours=10))
        dispatch = deliver(tell())
        assert dispatch.state == State.WAITING
        assert timezone.localtime(dispatch.due_at).isoformat() == "2026-12-02T07:00:00+09:00"
        clock.move_to(dispatch.due_at)
        assert deliver(dispatch).state == State.SENT

    def test_an_ask_does_not(self, clock, asker, mails):
        clock.shift(timedelta(hours=10))
        question = make_question()
        notify(recipient_id=asker.pk, kind=ASKED, actor_id=question.author_id,
               question_id=question.pk)  # fmt: skip
        happened_now()
        dispatch = deliver(Dispatch.objects.get())
        assert (dispatch.state, dispatch.why) == (State.SKIPPED, Why.QUIET)

    def test_no_more_today(self, clock, asker, mails, tell):
        dispatch = tell()
        quieting.pause_today(person=asker)
        deliver(dispatch)
        # The pause ends in the night.
        assert timezone.localtime(dispatch.due_at).isoformat() == "2026-12-02T07:00:00+09:00"
        quieting.resume(person=asker)
        assert deliver(dispatch).state == State.SENT

    def test_nor_more_than_was_agreed(self, clock, asker, browser, pushes, mails, tell):
        prefer(person=asker, daily_limit=2)
        for _number in range(2):
            # By mail and to a device, which is one message.
            assert deliver(tell()).state == State.SENT
            assert deliver(Dispatch.objects.filter(channel="push").latest("pk")).state == State.SENT
        third = deliver(tell())
        assert (third.state, third.why) == (State.SKIPPED, Why.LIMIT)
        clock.move_to(timezone.now() + timedelta(days=1))
        assert deliver(tell()).state == State.SENT


class TestMailServers:
    def test_that_take_it(self, asker, mails, tell):
        dispatch = deliver(tell())
        assert (dispatch.state, dispatch.attempts) == (State.SENT, 1)
        assert dispatch.sent_at is not None
        assert [mail["To"] for mail in mails.received] == [asker.email]
        assert deliver(dispatch).attempts == 1
        assert len(mails.received) == 1

    @pytest.mark.parametrize(
        "answer", [("rcpt", "451 4.7.1 greylisted"), ("data", "452 4.3.1 full")]
    )
    def test_that_have_no_time_are_asked_again_later(self, mails, tell, answer):
        mails.answers = [answer]
        dispatch = deliver(tell())
        assert (dispatch.state, dispatch.attempts) == (State.WAITING, 1)
        assert answer[1][:3] in dispatch.last_error
        wait = (dispatch.due_at - timezone.now()).total_seconds()
        assert 10 < wait <= 30
        assert deliver(dispatch).state == State.SENT

    def test_that_never_have_time_leave_it_to_an_operator(self, mails, tell):
        dispatch = tell()
        mails.answers = [("data", "452 4.3.1 full")] * 5
        waits = []
        while deliver(dispatch).state == State.WAITING:
            waits.append((dispatch.due_at - timezone.now()).total_seconds())
        assert (dispatch.state, dispatch.attempts) == (State.DEAD, 5)
        assert all(earlier * 1.5 < later for earlier, later in itertools.pairwise(waits))
        assert sending.retry(dispatch_id=dispatch.pk) is True
        assert sending.retry(dispatch_id=dispatch.pk) is False
        dispatch.refresh_from_db()
        assert deliver(dispatch).state == State.SENT
        assert len(mails.received) == 1

    def test_that_do_not_know_the_address_are_believed(self, asker, mails, tell):
        mails.answers = [("rcpt", "550 5.1.1 no such user")]
        dispatch = deliver(tell())
        assert (dispatch.state, dispatch.why) == (State.SKIPPED, Why.ADDRESS)
        assert Suppression.objects.get().email == asker.email
        assert deliver(tell()).why == Why.ADDRESS

    def test_that_will_not_relay_for_us_say_nothing_of_the_address(self, asker, mails, tell):
        mails.answers = [("rcpt", "554 5.7.1 Relay access denied")]
        assert deliver(tell()).state == State.DEAD
        assert not Suppression.objects.exists()

    def test_that_stay_away_for_a_day_are_given_up(self, settings, mails, tell):
        settings.EMAIL_PORT = 1
        dispatch = tell()
        for hours, state in ((23, State.WAITING), (25, State.DEAD)):
            Dispatch.objects.update(created_at=timezone.now() - timedelta(hours=hours))
            assert deliver(dispatch).state == state

    def test_that_will_not_have_it_are_not_pestered(self, mails, tell):
        mails.answers = [("data", "554 5.7.1 spam")]
        dispatch = deliver(tell())
        assert dispatch.state == State.DEAD
        assert "554" in dispatch.last_error

    def test_that_are_away_cost_no_try(self, settings, mails, tell):
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        dispatch = tell()
        for _outage in range(8):
            assert deliver(dispatch).state == State.WAITING
        assert dispatch.attempts == 0
        settings.EMAIL_PORT = port
        assert deliver(dispatch).state == State.SENT

    def test_that_fall_silent_with_it_get_it_once_more_and_no_more(self, mails, tell):
        mails.answers = [("data", "drop")] * 2
        dispatch = deliver(tell())
        assert (dispatch.state, dispatch.unsure) == (State.WAITING, 1)
        assert deliver(dispatch).state == State.DEAD
        # A mail program shows two of one Message-ID as one.
        assert len({mail["Message-ID"] for mail in mails.received}) == 1
        assert len(mails.received) == 2


class TestPushServices:
    @pytest.fixture(autouse=True)
    def device(self, browser):
        return browser

    def test_that_take_it(self, pushes, tell):
        dispatch = deliver(tell(channel=Channel.PUSH, body="하귀 **365의원**이 열려 있어요."))
        assert dispatch.state == State.SENT
        assert pushes.refusals == []
        told, headers = pushes.received[0].told, pushes.received[0].headers
        assert "님이 답변했어요" in told["title"]
        assert "하귀 365의원이 열려 있어요." in told["body"]
        assert told["url"].startswith("http://127.0.0.1:8000/n/")
        assert (headers["urgency"], headers["ttl"]) == ("high", "86400")

    @pytest.mark.parametrize("status", [404, 410])
    def test_that_say_the_browser_is_gone_are_believed(self, pushes, tell, status):
        pushes.answers = [(status, {})]
        dispatch = deliver(tell(channel=Channel.PUSH))
        assert (dispatch.state, dispatch.why) == (State.SKIPPED, Why.ADDRESS)
        assert not Device.objects.exists()

    def test_that_are_busy_say_when(self, pushes, tell):
        pushes.answers = [(429, {"Retry-After": "120"})]
        dispatch = deliver(tell(channel=Channel.PUSH))
        assert dispatch.state == State.WAITING
        assert 110 < (dispatch.due_at - timezone.now()).total_seconds() <= 120
        assert deliver(dispatch).state == State.SENT

    def test_that_are_broken_get_three_tries(self, pushes, tell):
        pushes.answers = [(500, {}), (503, {}), (502, {})]
        dispatch = tell(channel=Channel.PUSH)
        states = [deliver(dispatch).state for _try in range(3)]
        assert states == [State.WAITING, State.WAITING, State.DEAD]

    def test_that_refuse_it_get_it_no_more(self, pushes, tell):
        pushes.answers = [(413, {})]
        assert deliver(tell(channel=Channel.PUSH)).state == State.DEAD
        assert Device.objects.exists()

    def test_that_hang_up_get_it_once_more_and_no_more(self, pushes, tell):
        pushes.answers = ["drop"]
        dispatch = deliver(tell(channel=Channel.PUSH))
        assert (dispatch.state, dispatch.unsure) == (State.WAITING, 1)
        pushes.answers = ["drop"]
        assert deliver(dispatch).state == State.DEAD

    def test_that_send_us_elsewhere_are_not_followed(self, pushes, tell):
        pushes.answers = [(307, {"Location": f"{pushes.url}/push/one"})]
        assert deliver(tell(channel=Channel.PUSH)).state == State.DEAD
        assert not pushes.received

    def test_a_stranger_is_not_spoken_to(self, settings, pushes, tell):
        settings.WEB_PUSH_HOSTS = ["fcm.googleapis.com"]
        dispatch = deliver(tell(channel=Channel.PUSH))
        assert (dispatch.state, dispatch.why) == (State.SKIPPED, Why.ADDRESS)
        assert not pushes.received

    def test_an_ask_is_worth_ten_minutes_and_has_its_buttons(self, clock, asker, pushes):
        question = make_question(title="지금 문 연 소아과 있나요?")
        notify(recipient_id=asker.pk, kind=ASKED, actor_id=question.author_id,
               question_id=question.pk)  # fmt: skip
        happened_now()
        deliver(Dispatch.objects.get(channel=Channel.PUSH))
        told, headers = pushes.received[0].told, pushes.received[0].headers
        assert headers["ttl"] == "600"
        assert "지금 문 연 소아과 있나요?" in told["body"]
        answer, passing, reply = told["actions"]
        assert answer["url"].endswith(f"{question.get_absolute_url()}#compose")
        assert (passing["posts"], passing["title"]) == (True, "지금 못 해요")
        assert (reply["field"], reply["posts"]) == ("body", True)


class TestWorkers:
    def test_one_killed_while_sending_is_followed_by_one_more_try(self, mails, tell, monkeypatch):
        dispatch = tell()

        def die(_message):
            raise SystemExit

        with monkeypatch.context() as mortal:
            mortal.setattr(sending.handing_over, "hand_over", die)
            with pytest.raises(SystemExit):
                deliver(dispatch)
        dispatch.refresh_from_db()
        assert dispatch.state == State.SENDING
        # A second message meanwhile finds somebody at it.
        assert sending.send(dispatch_id=dispatch.pk) == ""
        assert deliver(dispatch).state == State.SENT
        assert dispatch.unsure == 1

    def test_two_killed_while_sending_are_not_followed_by_a_third(self, mails, tell, monkeypatch):
        dispatch = tell()

        def die(_message):
            raise SystemExit

        monkeypatch.setattr(sending.handing_over, "hand_over", die)
        for _worker in range(2):
            with pytest.raises(SystemExit):
                deliver(dispatch)
        assert deliver(dispatch).state == State.DEAD

    def test_a_night_in_between_does_not_make_it_a_third(
        self, clock, asker, mails, tell, monkeypatch
    ):
        dispatch = tell()

        def die(_message):
            raise SystemExit

        monkeypatch.setattr(sending.handing_over, "hand_over", die)
        with pytest.raises(SystemExit):
            deliver(dispatch)
        quieting.pause_today(person=asker)
        assert deliver(dispatch).state == State.WAITING
        quieting.resume(person=asker)
        with pytest.raises(SystemExit):
            deliver(dispatch)
        assert deliver(dispatch).state == State.DEAD

    def test_what_goes_wrong_unforeseen_is_written_down(self, mails, tell, monkeypatch):
        def break_down(_message):
            raise ZeroDivisionError("broken")

        monkeypatch.setattr(sending.handing_over.email, "mail", break_down)
        dispatch = deliver(tell())
        assert (dispatch.state, dispatch.unsure) == (State.WAITING, 1)
        assert "ZeroDivisionError" in dispatch.last_error

    def test_what_cannot_even_be_made_ends_with_an_operator(self, mails, tell):
        dispatch = tell()
        Notification.objects.update(kind="of a later release")
        states = [deliver(dispatch).state for _try in range(5)]
        assert states == [State.WAITING] * 4 + [State.DEAD]
        assert "KeyError" in dispatch.last_error

    def test_what_joins_while_it_is_on_its_way_is_pushed_later(
        self, asker, browser, pushes, tell, monkeypatch
    ):
        dispatch = tell(channel=Channel.PUSH)
        hand_over = sending.handing_over.hand_over

        def meanwhile(message):
            Notification.objects.update(happened_at=timezone.now() + timedelta(seconds=1))
            return hand_over(message)

        monkeypatch.setattr(sending.handing_over, "hand_over", meanwhile)
        assert deliver(dispatch).state == State.WAITING
        assert dispatch.sent_at is not None
        assert dispatch.due_at - dispatch.sent_at == timedelta(minutes=10)
        states = [deliver(dispatch).state for _time in range(2)]
        assert states == [State.WAITING, State.SENT]
        assert len(pushes.received) == dispatch.times == 3

    @pytest.mark.django_db(transaction=True)
    def test_twenty_with_one_message_send_it_once(self, mails, tell):
        dispatch = tell()
        Dispatch.objects.update(state=State.QUEUED)
        results = at_once([partial(sending.send, dispatch_id=dispatch.pk)] * 20)
        assert sorted(results) == [""] * 19 + [State.SENT]
        assert len(mails.received) == 1

    @pytest.mark.django_db(transaction=True)
    def test_twenty_with_twenty_messages_keep_to_the_limit(self, asker, mails, tell):
        prefer(person=asker, daily_limit=3)
        rows = [tell() for _number in range(20)]
        Dispatch.objects.update(state=State.QUEUED)
        results = at_once([partial(sending.send, dispatch_id=row.pk) for row in rows])
        assert results.count(State.SENT) == len(mails.received) == 3
