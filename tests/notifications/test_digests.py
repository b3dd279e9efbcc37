"""소식 모음: what it tells, and that each gets one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services.blocking import block
from apps.notifications.digests import content_of
from apps.notifications.enums import Frequency, State, Watching, Why
from apps.notifications.kinds.asked import ASKED
from apps.notifications.models import Digest, Dispatch, Preferences
from apps.notifications.services import digesting
from apps.notifications.services.following import watch
from apps.notifications.services.notifying import notify_all
from apps.notifications.services.preferring import prefer
from apps.questions.models import Question, Tag
from apps.questions.services.removing import hide
from tests.at_once import at_once
from tests.factories import JEJU, make_answer, make_question, make_region, make_user
from tests.notifications.conftest import deliver

# A Monday, nine in Korea.
MONDAY = "2026-12-07T00:00:00+00:00"

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday(clock):
    clock.move_to(MONDAY)
    return clock


@pytest.fixture
def reader():
    person = make_user("읽는이", home_region=make_region())
    prefer(person=person, digest=Frequency.DAILY)
    return person


def asked(hours: int = 5, **about) -> Question:
    """A question of so many hours ago, by the travelled clock."""
    question = make_question(**about)
    Question.objects.filter(pk=question.pk).update(
        created_at=timezone.now() - timedelta(hours=hours)
    )
    question.refresh_from_db()
    return question


def digest_of(person: User) -> Digest:
    return Digest.objects.create(person=person, frequency=Frequency.DAILY, day=timezone.localdate())


class TestContent:
    def test_is_what_was_asked_and_answered_here_since_yesterday(self, monday, reader):
        new, old = asked(), asked(hours=30)
        answered = asked(hours=40)
        make_answer(answered)
        Question.objects.filter(pk=answered.pk).update(
            first_answered_at=timezone.now() - timedelta(hours=2)
        )
        content = content_of(digest_of(reader))
        assert content.asked == [new]
        assert content.answered == [answered]
        assert old not in content.unanswered
        assert "애월읍" in content.subject

    def test_reaches_as_far_as_what_is_followed(self, monday, reader):
        far = asked(region=make_region(JEJU), tags=["한라산"])
        assert content_of(digest_of(reader)).is_empty
        watch(person=reader, subject=Tag.objects.get(name="한라산"), mode=Watching.FOLLOW)
        assert content_of(Digest.objects.get()).asked == [far]

    def test_leaves_out_ones_own_and_what_one_may_not_or_will_not_see(self, monday, reader):
        asked(author=reader)
        hidden, blocked, muted = asked(), asked(), asked()
        hide(moderator=make_user(is_staff=True), post=hidden, reason="광고")
        block(blocker=reader, blocked=blocked.author)
        watch(person=reader, subject=muted, mode=Watching.MUTE)
        assert content_of(digest_of(reader)).is_empty

    def test_says_what_still_waits_for_one(self, monday, reader):
        question, unwanted = asked(hours=50), asked(hours=50)
        notify_all(recipient_ids=[reader.pk], kind=ASKED, actor_id=unwanted.author_id,
                   question_id=unwanted.pk)  # fmt: skip
        block(blocker=reader, blocked=unwanted.author)
        notify_all(recipient_ids=[reader.pk], kind=ASKED, actor_id=question.author_id,
                   question_id=question.pk)  # fmt: skip
        assert content_of(digest_of(reader)).waiting == [question]


class TestMaking:
    def test_everybody_gets_one_however_often_it_runs(self, monday, reader, mails):
        asked()
        assert [digesting.make_due("daily") for _time in range(3)] == [1, 0, 0]
        dispatch = deliver(Dispatch.objects.get())
        assert dispatch.state == State.SENT
        assert mails.received[0]["Subject"] == "어제 애월읍 이야기"

    def test_an_old_question_answered_since_is_something_to_tell(self, monday, reader):
        answered = asked(hours=40)
        assert digesting.make_due("daily") == 0
        Question.objects.filter(pk=answered.pk).update(
            first_answered_at=timezone.now() - timedelta(hours=2)
        )
        assert digesting.make_due("daily") == 1

    def test_two_workers_at_once_make_one(self, monday, reader):
        asked()
        results = [digesting.make_due("daily"), digesting.make_due("daily")]
        assert sum(results) == Digest.objects.count() == 1

    def test_one_that_died_goes_on_where_it_was(self, monday, reader, monkeypatch):
        asked()
        monkeypatch.setattr(digesting, "BATCH", 2)
        others = [make_user(home_region=reader.home_region) for _number in range(6)]
        for other in others:
            prefer(person=other, digest=Frequency.DAILY)
        real, calls = digesting._make, []

        def mortal(*arguments):
            calls.append(arguments)
            if len(calls) == 3:
                raise SystemExit
            return real(*arguments)

        monkeypatch.setattr(digesting, "_make", mortal)
        with pytest.raises(SystemExit):
            digesting.make_due("daily")
        assert Digest.objects.count() == 4
        assert digesting.make_due("daily") == 3
        assert Digest.objects.values("person").distinct().count() == 7

    def test_nobody_gets_an_empty_one(self, monday, reader, mails):
        assert digesting.make_due("daily") == 0
        hidden = asked()
        digesting.make_due("daily")
        hide(moderator=make_user(is_staff=True), post=hidden, reason="광고")
        dispatch = deliver(Dispatch.objects.get())
        assert (dispatch.state, dispatch.why) == (State.SKIPPED, Why.NOTHING)
        assert not mails.received

    def test_each_as_often_as_they_want(self, monday, reader):
        asked()
        weekly = make_user(home_region=reader.home_region)
        never = make_user(home_region=reader.home_region)
        prefer(person=never, digest=Frequency.NEVER)
        assert (digesting.make_due("daily"), digesting.make_due("weekly")) == (1, 1)
        told = set(Digest.objects.values_list("person_id", "frequency"))
        assert (reader.pk, "daily") in told
        assert (weekly.pk, "weekly") in told
        assert not [person for person, _often in told if person == never.pk]

    def test_not_before_nine_and_weekly_on_mondays_only(self, clock, reader):
        asked()
        clock.move_to("2026-12-06T23:59:00+00:00")
        assert digesting.make_due("weekly") == digesting.make_due("daily") == 0
        clock.move_to("2026-12-08T01:00:00+00:00")
        asked()
        assert digesting.make_due("weekly") == 0
        assert digesting.make_due("daily") == 1

    def test_whoever_wants_none_any_more_gets_none(self, monday, reader, mails):
        asked()
        digesting.make_due("daily")
        prefer(person=reader, digest=Frequency.NEVER)
        assert deliver(Dispatch.objects.get()).why == Why.OFF

    def test_a_batch_is_one_statement(self, monday, reader, monkeypatch):
        asked()
        people = [make_user(home_region=reader.home_region) for _number in range(9)]
        Preferences.objects.bulk_create(
            Preferences(person=person, digest=Frequency.DAILY) for person in people
        )
        with CaptureQueriesContext(connection) as captured:
            digesting.make_due("daily")
        statements = [query for query in captured if "INSERT" in query["sql"]]
        assert len(statements) == 2  # the batch, and the one that finds nobody more


@pytest.mark.django_db(transaction=True)
def test_ten_workers_make_each_person_one(monday):
    asked()
    people = [make_user(home_region=make_region()) for _number in range(8)]
    for person in people:
        prefer(person=person, digest=Frequency.DAILY)
    at_once([partial(digesting.make_due, "daily")] * 10)
    assert Digest.objects.filter(person__in=people).count() == len(people)
    assert Dispatch.objects.filter(digest__person__in=people).count() == len(people)
