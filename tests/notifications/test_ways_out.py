"""Which messages a line of the inbox sets on their way."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from apps.accounts.services.blocking import block
from apps.notifications.enums import Channel, State, Watching
from apps.notifications.kinds.accepted import ACCEPTED
from apps.notifications.kinds.answered import ANSWERED
from apps.notifications.kinds.commented import COMMENTED
from apps.notifications.kinds.points import POINTS
from apps.notifications.models import Device, Dispatch, Notification, Preferences
from apps.notifications.services import queueing
from apps.notifications.services.devices import unregister
from apps.notifications.services.following import watch
from apps.notifications.services.notifying import notify
from apps.notifications.services.preferring import prefer
from apps.notifications.services.reading import mark_all_read
from tests.at_once import at_once
from tests.factories import make_answer, make_question, make_user
from tests.notifications.conftest import deliver

pytestmark = pytest.mark.django_db


def ways(person) -> set[str]:
    return set(Dispatch.objects.filter(person=person).values_list("channel", flat=True))


def test_an_answer_goes_out_at_once_by_mail_and_to_each_device(asker, browser, pushes, tell):
    other = pushes.browser("two").subscription
    Device.objects.create(person=asker, platform="web", token=other["endpoint"], **other["keys"])
    tell()
    rows = Dispatch.objects.order_by("pk")
    assert sorted(row.channel for row in rows) == ["email", "push", "push"]
    assert all(row.due_at <= timezone.now() for row in rows)
    assert all(row.state == State.WAITING for row in rows)


def test_without_a_device_there_is_nothing_to_push_to(asker, tell):
    tell()
    assert ways(asker) == {"email"}


def test_a_comment_waits_for_more_of_its_kind_and_is_not_mailed(asker, browser):
    question = make_question(asker)
    for _number in range(2):
        notify(
            recipient_id=asker.pk, kind=COMMENTED, actor_id=make_user().pk, question_id=question.pk
        )
    only = Dispatch.objects.get()
    assert only.channel == Channel.PUSH
    wait = only.due_at - only.created_at
    assert timedelta(minutes=9) < wait <= timedelta(minutes=10)


def test_what_somebody_chose_counts(asker, browser, tell):
    off, on = ("answered", Channel.EMAIL), ("points", Channel.PUSH)
    prefer(person=asker, choices={off: False, on: True})
    tell()
    notify(recipient_id=asker.pk, kind=POINTS, points=5)
    told = Dispatch.objects.values_list("notification__kind", "channel")
    assert set(told) == {("answered", "push"), ("points", "push")}
    prefer(person=asker, choices={off: True, on: False})
    assert Preferences.objects.get(person=asker).choices == {}


def test_a_question_a_person_and_a_tag_can_be_muted(asker, browser):
    question = make_question(asker, tags=["소아과"])
    loud = make_user()
    watch(person=asker, subject=question, mode=Watching.MUTE)
    about = {"recipient_id": asker.pk, "kind": ANSWERED}
    notify(**about, actor_id=make_user().pk, question_id=question.pk)
    watch(person=asker, subject=loud, mode=Watching.MUTE)
    notify(**about, actor_id=loud.pk, question_id=make_question(asker).pk)
    assert not Notification.objects.exists()
    notify(**about, actor_id=make_user().pk, question_id=make_question(asker).pk)
    assert Notification.objects.count() == 1


def test_of_somebody_blocked_nothing_is_told(asker, browser, tell):
    loud = make_user()
    block(blocker=asker, blocked=loud)
    notify(recipient_id=asker.pk, kind=ANSWERED, actor_id=loud.pk,
           question_id=make_question(asker).pk)  # fmt: skip
    assert not Dispatch.objects.exists()


def test_more_of_what_was_pushed_is_pushed_again_after_a_while(
    clock, asker, browser, pushes, mails
):
    question = make_question(asker)
    say = partial(notify, recipient_id=asker.pk, kind=ANSWERED, question_id=question.pk)
    say(actor_id=make_user().pk)
    deliver(Dispatch.objects.get(channel=Channel.PUSH))
    deliver(Dispatch.objects.get(channel=Channel.EMAIL))
    clock.shift(timedelta(minutes=2))
    say(actor_id=make_user().pk)
    push, mail = (Dispatch.objects.get(channel=way) for way in (Channel.PUSH, Channel.EMAIL))
    assert (push.state, mail.state) == (State.WAITING, State.SENT)
    assert push.due_at == push.sent_at + timedelta(minutes=10)
    clock.shift(timedelta(minutes=8))
    deliver(push)
    assert [pushed.headers["topic"] for pushed in pushes.received] == [
        f"line-{push.notification_id}"
    ] * 2


def test_a_line_that_was_read_makes_room_for_another(asker, browser, pushes, tell):
    deliver(tell(channel=Channel.PUSH))
    mark_all_read(user=asker)
    tell(channel=Channel.PUSH)
    assert Dispatch.objects.filter(channel=Channel.PUSH).count() == 2


def test_what_is_taken_back_does_not_leave(asker, browser):
    question = make_question()
    answer = make_answer(question, asker)
    from apps.notifications.services.notifying import retract

    notify(recipient_id=asker.pk, kind=ACCEPTED, actor_id=question.author_id,
           question_id=question.pk, answer_id=answer.pk)  # fmt: skip
    assert Dispatch.objects.exists()
    retract(recipient_id=asker.pk, kind=ACCEPTED, answer_id=answer.pk)
    assert not Dispatch.objects.exists()


def test_a_device_that_went_away_leaves_the_record(asker, browser, pushes, tell):
    deliver(tell(channel=Channel.PUSH))
    unregister(person=asker, token=browser.token)
    row = Dispatch.objects.get(channel=Channel.PUSH)
    assert (row.state, row.device) == (State.SENT, None)


@pytest.mark.django_db(transaction=True)
def test_twenty_workers_with_the_same_news_make_one_message(pushes):
    person = make_user()
    subscription = pushes.browser().subscription
    Device.objects.create(
        person=person, platform="web", token=subscription["endpoint"], **subscription["keys"]
    )
    question = make_question(person)
    actors = [make_user() for _number in range(20)]
    at_once([
        partial(notify, recipient_id=person.pk, kind=ANSWERED, actor_id=actor.pk,
                question_id=question.pk)
        for actor in actors
    ])  # fmt: skip
    assert Notification.objects.count() == 1
    assert sorted(Dispatch.objects.values_list("channel", flat=True)) == ["email", "push"]


class TestTheRelay:
    @pytest.fixture
    def sent(self, monkeypatch):
        messages: list[tuple[int, str]] = []
        monkeypatch.setattr(
            queueing.current_app,
            "send_task",
            lambda _name, *, args, queue, **_rest: messages.append((args[0], queue)),
        )
        return messages

    def test_sends_what_is_due_once_each_to_its_queue(self, asker, browser, tell, sent):
        tell()
        assert queueing.queue_due() == 2
        assert queueing.queue_due() == 0
        assert sorted(queue for _pk, queue in sent) == ["email", "notification"]
        assert set(Dispatch.objects.values_list("state", flat=True)) == {State.QUEUED}

    def test_leaves_what_is_not_due(self, asker, browser, sent):
        notify(recipient_id=asker.pk, kind=COMMENTED, actor_id=make_user().pk,
               question_id=make_question(asker).pk)  # fmt: skip
        assert queueing.queue_due() == 0

    def test_sends_no_more_than_is_allowed_and_the_urgent_first(self, settings, asker, tell, sent):
        settings.MESSAGES_PER_MINUTE = {"push": 60, "email": 20}
        rows = [tell() for _number in range(5)]
        Dispatch.objects.filter(pk__in=[row.pk for row in rows[:4]]).update(priority=9)
        assert queueing.queue_due() == 2
        assert sent[0] == (rows[4].pk, "email")
        assert queueing.queue_due() == 0
        assert Dispatch.objects.filter(state=State.WAITING).count() == 3

    def test_sends_again_what_no_worker_took(self, clock, asker, tell, sent):
        tell()
        queueing.queue_due()
        clock.shift(timedelta(seconds=queueing.LEASE + 1))
        Dispatch.objects.update(due_at=timezone.now() - timedelta(days=400))
        assert queueing.queue_due() == 1

    def test_takes_the_leases_back_when_the_broker_is_away(self, asker, tell, monkeypatch):
        tell()

        def refuse(*_args, **_options):
            raise OSError("no broker")

        monkeypatch.setattr(queueing.current_app, "send_task", refuse)
        with pytest.raises(OSError, match="no broker"):
            queueing.queue_due()
        row = Dispatch.objects.get()
        assert row.state == State.QUEUED
        assert row.due_at <= timezone.now()
