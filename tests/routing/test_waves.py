"""Who is asked, and when: the waves of one question."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_redis import get_redis_connection

from apps.accounts.models import User
from apps.accounts.services.blocking import block
from apps.core.enums import Visibility
from apps.core.presence import HERE_KEY
from apps.events.models import Event
from apps.notifications.models import Notification
from apps.questions.models import Question
from apps.questions.services.answering import answer
from apps.questions.services.closing import close, reopen
from apps.questions.services.removing import delete_question
from apps.questions.services.voting import vote
from apps.routing import decay, policy
from apps.routing.enums import Outcome, RequestState
from apps.routing.models import Answerer, AnswerRequest, Route
from apps.routing.policy.choosing import MOST_PER_QUESTION
from apps.routing.services import reacting, settling, waves
from apps.routing.services.enrolling import enrol
from tests.factories import JEJU_CITY, SEOUL, make_question, make_user
from tests.outbox import drain


def asked(question: Question) -> set[int]:
    return set(AnswerRequest.objects.filter(question=question).values_list("person_id", flat=True))


def start(question: Question) -> Route:
    return waves.start(question_id=question.pk)


class TestTheFirstWave:
    def test_asks_neighbours_who_are_here(self, neighbour, question):
        here = neighbour()
        route = start(question)
        assert asked(question) == {here.pk}
        assert route.asked_count == 1
        assert route.is_running

    def test_follows_the_question_by_itself(self, neighbour, question):
        here = neighbour()
        drain()
        assert asked(question) == {here.pk}

    def test_asks_no_more_than_it_needs(self, neighbour, question):
        for _ in range(40):
            neighbour()
        route = start(question)
        assert 1 < route.asked_count <= 6

    def test_prefers_the_one_at_home_there(self, neighbour, question):
        far = [neighbour(region=JEJU_CITY) for _ in range(4)]
        near = [neighbour() for _ in range(4)]
        start(question)
        assert len(asked(question) & {one.pk for one in near}) > len(
            asked(question) & {one.pk for one in far}
        )

    def test_tells_each_in_their_inbox_at_once(self, neighbour, question):
        here = neighbour()
        start(question)
        line = Notification.objects.get(recipient=here)
        assert (line.kind, line.question_id, line.read_at) == ("asked", question.pk, None)

    def test_starts_once(self, neighbour, question):
        neighbour()
        start(question)
        assert waves.start(question_id=question.pk) is None
        assert AnswerRequest.objects.count() == 1

    def test_of_a_question_that_was_answered_meanwhile_asks_nobody(self, neighbour, question):
        neighbour()
        Question.objects.filter(pk=question.pk).update(visibility=Visibility.HIDDEN)
        assert start(question) is None
        assert asked(question) == set()


class TestNobodyIsAskedAgainstTheirWill:
    def test_not_the_asker(self, question, asker):
        enrol(person_id=asker.pk)
        Answerer.objects.update(here_at=timezone.now())
        drain()
        assert asked(question) == set()

    @pytest.mark.parametrize(
        "wishes",
        [
            {"is_willing": False},
            {"daily_limit": 0},
            {"is_here": False, "quiet_from": 14, "quiet_to": 15},
            {"is_here": False, "quiet_from": 22, "quiet_to": 15},
        ],
        ids=str,
    )
    def test_not_who_does_not_want_to(self, wishes, neighbour, question):
        neighbour(**wishes)
        start(question)
        assert asked(question) == set()

    def test_somebody_with_a_page_open_is_not_disturbed_by_a_question(self, neighbour, question):
        awake = neighbour(quiet_from=14, quiet_to=15)
        start(question)
        assert asked(question) == {awake.pk}

    def test_somebody_who_has_just_closed_the_page_has_quiet_hours_again(self, neighbour, question):
        gone, here = (neighbour(quiet_from=14, quiet_to=15) for _ in range(2))
        mark({gone: 60, here: 20})
        start(question)
        assert asked(question) == {here.pk}

    def test_somebody_who_has_just_closed_the_page_is_asked_as_one_who_is_away(
        self, neighbour, question
    ):
        gone = neighbour()
        mark({gone: 60})
        start(question)
        assert AnswerRequest.objects.get(person=gone).was_here is False

    def test_not_who_has_muted_the_category(self, neighbour, question):
        neighbour(muted_categories=[question.category_id])
        other = neighbour(muted_categories=[question.category_id + 1])
        start(question)
        assert asked(question) == {other.pk}

    def test_not_who_rests_today(self, clock, neighbour, question):
        tomorrow = question.created_at + timedelta(hours=10)
        resting = neighbour(paused_until=tomorrow)
        rested = neighbour(paused_until=question.created_at - timedelta(hours=1))
        start(question)
        assert asked(question) == {rested.pk}
        assert resting.pk not in asked(question)

    def test_not_who_has_left(self, neighbour, question):
        gone = neighbour()
        gone.is_active = False
        gone.save(update_fields=["is_active"])
        start(question)
        assert asked(question) == set()

    @pytest.mark.parametrize("who_blocks", ["asker", "neighbour"])
    def test_not_across_a_block(self, who_blocks, neighbour, question, asker):
        other = neighbour()
        blocker, blocked = (asker, other) if who_blocks == "asker" else (other, asker)
        block(blocker=blocker, blocked=blocked)
        start(question)
        assert asked(question) == set()

    def test_not_another_country_side(self, neighbour, question):
        neighbour(region=SEOUL)
        start(question)
        assert asked(question) == set()

    def test_nobody_above_their_limit(self, neighbour, clock, asker):
        busy = neighbour(daily_limit=2)
        questions = [make_question(make_user()) for _ in range(3)]
        for each in questions:
            start(each)
        assert AnswerRequest.objects.filter(person=busy).count() == 2
        clock.shift(timedelta(days=1))
        Answerer.objects.filter(pk=busy.pk).update(here_at=timezone.now())
        start(make_question(make_user()))
        assert AnswerRequest.objects.filter(person=busy).count() == 3


class TestLaterWaves:
    def test_begin_at_two_five_and_eight_minutes(self, clock, neighbour, question):
        neighbour()
        route = start(question)
        begun = {}
        while route.is_running:
            clock.move_to(route.due_at)
            assert waves.advance_due() == 1
            route.refresh_from_db()
            begun.setdefault(route.wave, (timezone.now() - question.created_at).total_seconds())
        assert {wave: begun[wave] for wave in (2, 3, 4)} == {2: 120, 3: 300, 4: 480}
        assert (route.ended_at - question.created_at).total_seconds() == 600

    def test_of_an_urgent_question_go_out_sooner(self, clock, asker):
        urgent = start(make_question(asker, is_urgent=True))
        calm = start(make_question(asker))
        assert urgent.due_at < calm.due_at

    def test_are_not_taken_before_they_are_due(self, clock, neighbour, question):
        start(question)
        assert waves.advance_due() == 0
        assert waves.advance(question_id=question.pk) is False

    def test_reach_farther_and_ask_nobody_twice(self, clock, neighbour, question):
        first = neighbour()
        start(question)
        second = neighbour(region=JEJU_CITY)
        clock.shift(timedelta(minutes=2))
        Answerer.objects.update(here_at=timezone.now())
        waves.advance_due()
        assert asked(question) == {first.pk, second.pk}
        assert AnswerRequest.objects.get(person=second).wave == 1

    def test_end_with_an_answer(self, clock, neighbour, question):
        here, more = neighbour(), neighbour()
        start(question)
        answer(author=here, question=question, body="하귀에 있어요.")
        drain()
        route = Route.objects.get()
        assert (route.outcome, route.due_at) == (Outcome.ANSWERED, None)
        states = dict(AnswerRequest.objects.values_list("person_id", "state"))
        assert states[here.pk] == RequestState.ANSWERED
        assert states.get(more.pk, RequestState.ENDED) == RequestState.ENDED
        assert not Notification.objects.filter(kind="asked", read_at=None).exists()

    def test_do_not_end_with_the_askers_own_answer(self, neighbour, question, asker):
        neighbour()
        start(question)
        answer(author=asker, question=question, body="제가 찾아봤는데 아직 모르겠어요.")
        drain()
        assert Route.objects.get().is_running

    def test_go_on_when_the_answer_turns_out_bad(self, clock, neighbour, question, asker):
        here = neighbour()
        start(question)
        bad = answer(author=here, question=question, body="광고예요 광고")
        drain()
        vote(voter=asker, on=bad, value=-1)
        drain()
        route = Route.objects.get()
        assert route.is_running
        assert route.due_at > question.created_at

    def test_end_when_the_question_is_deleted(self, neighbour, question, asker):
        neighbour()
        start(question)
        delete_question(user=asker, question=question)
        drain()
        assert Route.objects.get().outcome == Outcome.REMOVED
        assert not AnswerRequest.objects.open().exists()

    def test_go_on_when_it_is_reopened_in_time(self, clock, neighbour, question, asker):
        here = neighbour()
        start(question)
        close(user=asker, question=question)
        drain()
        assert Route.objects.get().outcome == Outcome.CLOSED
        clock.shift(timedelta(minutes=1))
        reopen(user=asker, question=question)
        drain()
        assert Route.objects.get().is_running
        assert AnswerRequest.objects.open().filter(person=here).exists()

    def test_a_question_answered_between_two_waves_asks_nobody_more(
        self, clock, neighbour, question
    ):
        start(question)
        answer(author=make_user(), question=question, body="하귀에 있어요.")
        neighbour()
        clock.shift(timedelta(minutes=2))
        waves.advance_due()  # before the news of the answer has arrived
        assert asked(question) == set()


class TestTopUps:
    def test_ask_somebody_who_came_between_two_waves(self, clock, neighbour, question):
        route = start(question)
        came = neighbour()
        clock.move_to(route.due_at)
        assert route.due_at < question.created_at + timedelta(minutes=2)
        waves.advance_due()
        assert AnswerRequest.objects.get(person=came).wave == 0

    def test_do_not_happen_while_enough_is_hoped_for(self, clock, neighbour, question):
        for _ in range(20):
            neighbour(answered_sum=stored(40), asked_sum=stored(40), expected_sum=stored(8))
        route = start(question)
        looks = policy.looks(is_urgent=False)
        assert route.due_at > question.created_at + timedelta(seconds=looks[1])

    def test_that_are_not_needed_read_nobody_and_tell_nobody(self, clock, neighbour, question):
        for _ in range(20):
            neighbour()
        start(question)
        before, events = asked(question), Event.objects.count()
        Route.objects.update(due_at=timezone.now())
        with CaptureQueriesContext(connection) as captured:
            assert waves.advance(question_id=question.pk) is True
        assert not any("routing_answerer " in (query["sql"] or "") for query in captured)
        assert (asked(question), Event.objects.count()) == (before, events)

    def test_keep_to_what_a_wave_holds(self, clock, neighbour, question):
        for _ in range(40):  # of whom so little is to be hoped that every wave fills up
            neighbour(asked_sum=stored(20), expected_sum=stored(8))
        route = start(question)
        while route.is_running:
            clock.move_to(route.due_at)
            Answerer.objects.update(here_at=timezone.now())
            waves.advance_due()
            route.refresh_from_db()
        in_wave = Counter(AnswerRequest.objects.values_list("wave", flat=True))
        for wave, count in in_wave.items():
            assert count <= policy.most(wave, is_urgent=False)
        assert route.asked_count == in_wave.total() <= MOST_PER_QUESTION

    def test_reach_no_farther_than_their_wave(self, clock, neighbour, question):
        neighbour()
        route = start(question)
        near = neighbour(region=None)
        clock.move_to(route.due_at)
        waves.advance_due()
        assert near.pk not in asked(question)

    def test_come_sooner_after_a_pass(self, clock, neighbour, question):
        for _ in range(20):
            neighbour(answered_sum=stored(8), asked_sum=stored(20), expected_sum=stored(8))
        start(question)
        before = Route.objects.get().due_at
        first, *others = AnswerRequest.objects.select_related("person")
        assert others
        clock.shift(timedelta(seconds=10))
        reacting.pass_on(person=first.person, question=question)
        assert Route.objects.get().due_at < before

    def test_wait_for_a_claim_whoever_passes(self, clock, neighbour, question):
        for _ in range(20):
            neighbour()
        start(question)
        claims, passes, *_ = AnswerRequest.objects.select_related("person")
        until = reacting.claim(person=claims.person, question=question).claimed_until
        reacting.pass_on(person=passes.person, question=question)
        assert Route.objects.get().due_at == until


class TestTenMinutes:
    def test_without_an_answer_are_told_to_the_asker(self, clock, neighbour, question, asker):
        neighbour()
        start(question)
        run_out(clock)
        drain()
        assert Route.objects.get().outcome == Outcome.UNANSWERED
        assert Notification.objects.filter(recipient=asker, kind="unanswered").count() == 1

    def test_leave_the_asks_open_for_a_day(self, clock, neighbour, question):
        here = neighbour()
        start(question)
        run_out(clock)
        assert AnswerRequest.objects.open_for(here).count() == 1
        clock.shift(timedelta(days=1))
        assert settling.end_old_requests() == 1
        assert AnswerRequest.objects.open_for(here).count() == 0
        assert settling.end_old_requests() == 0

    def test_are_counted_from_now_on_when_the_news_was_late(self, clock, neighbour, question):
        neighbour()
        clock.shift(timedelta(minutes=30))
        Answerer.objects.update(here_at=timezone.now())
        route = start(question)
        assert route.asked_count == 1
        assert route.deadline_at == timezone.now() + timedelta(minutes=10)

    def test_missed_waves_are_not_made_up_for(self, clock, neighbour, question):
        start(question)
        clock.shift(timedelta(minutes=6))
        waves.advance_due()
        route = Route.objects.get()
        assert route.wave == 3  # what is on from the fifth minute to the eighth
        assert route.due_at > timezone.now()

    def test_after_an_outage_no_more_are_asked_than_one_wave_holds(
        self, clock, neighbour, question
    ):
        start(question)
        clock.shift(timedelta(minutes=6))
        for _ in range(20):
            neighbour()
        waves.advance_due()
        assert 0 < len(asked(question)) <= policy.most(2, is_urgent=False)

    def test_a_clock_set_back_repeats_nothing(self, clock, neighbour, question):
        neighbour()
        start(question)
        clock.shift(timedelta(minutes=2))
        waves.advance_due()
        clock.shift(-timedelta(minutes=90))
        assert waves.advance_due() == 0
        assert AnswerRequest.objects.count() == 1


def mark(seen: dict[User, int]) -> None:
    """Their pages were last open so many seconds ago."""
    marks = {person.pk: time.time() - ago for person, ago in seen.items()}
    get_redis_connection("default").zadd(HERE_KEY, marks)


def stored(count: float) -> float:
    """As much as a fading sum holds for ``count`` of today."""
    return decay.stored(count, timezone.now(), decay.LEARNED)


def run_out(clock) -> None:
    clock.shift(timedelta(minutes=10))
    waves.advance_due()


def last_event() -> str:
    return Event.objects.latest("pk").type


def test_the_clock_of_the_page_is_told_by_the_ask(neighbour, question):
    neighbour()
    start(question)
    assert last_event() == "answer.requested"


def test_the_clock_of_the_page_is_told_of_a_wave_that_found_nobody(question):
    start(question)
    assert last_event() == "route.changed"
