"""제가 답할게요, 지금은 못 해요, and asks of a kind nobody wants again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.services import quieting
from apps.core.errors import NotAllowed
from apps.notifications.models import Notification
from apps.questions.services.accepting import accept, withdraw_acceptance
from apps.questions.services.answering import answer
from apps.routing import decay
from apps.routing.enums import Outcome, RequestState
from apps.routing.models import Answerer, AnswerRequest, Rhythm, Route, Skill
from apps.routing.permissions import Claimed
from apps.routing.policy.choosing import MOST_PER_QUESTION
from apps.routing.services import presence, reacting, waves
from tests.factories import AEWOL, make_question, make_region, make_user
from tests.outbox import drain


@pytest.fixture
def asked(neighbour, question):
    """Two who were asked."""
    people = [neighbour(), neighbour()]
    waves.start(question_id=question.pk)
    assert AnswerRequest.objects.count() == 2
    return people


class TestClaiming:
    def test_keeps_others_from_being_asked(self, clock, neighbour, asked, question):
        clock.shift(timedelta(seconds=90))
        reacting.claim(person=asked[0], question=question)
        neighbour()
        clock.shift(timedelta(seconds=60))
        waves.advance_due()
        assert AnswerRequest.objects.count() == 2

    def test_lapses_after_three_minutes(self, clock, neighbour, asked, question):
        reacting.claim(person=asked[0], question=question)
        late = neighbour()
        clock.shift(timedelta(minutes=3))
        Answerer.objects.update(here_at=timezone.now())
        waves.advance_due()
        assert AnswerRequest.objects.get(person=asked[0]).state == RequestState.WAITING
        assert AnswerRequest.objects.filter(person=late).exists()

    def test_twice_is_once(self, clock, asked, question):
        first = reacting.claim(person=asked[0], question=question)
        clock.shift(timedelta(seconds=30))
        again = reacting.claim(person=asked[0], question=question)
        assert again.claimed_until == first.claimed_until

    def test_is_for_one_at_a_time(self, clock, asked, question):
        reacting.claim(person=asked[0], question=question)
        with pytest.raises(Claimed, match=asked[0].nickname):
            reacting.claim(person=asked[1], question=question)
        clock.shift(timedelta(minutes=3, seconds=1))
        assert reacting.claim(person=asked[1], question=question).claimed_until

    def test_may_be_renewed_once(self, clock, asked, question):
        for _ in range(2):
            reacting.claim(person=asked[0], question=question)
            clock.shift(timedelta(minutes=3, seconds=1))
        with pytest.raises(NotAllowed, match="두 번"):
            reacting.claim(person=asked[0], question=question)

    def test_is_for_those_who_were_asked(self, asked, question):
        with pytest.raises(AnswerRequest.DoesNotExist):
            reacting.claim(person=make_user(), question=question)

    def test_ends_with_the_answer(self, asked, question):
        reacting.claim(person=asked[0], question=question)
        answer(author=asked[0], question=question, body="하귀에 있어요.")
        drain()
        assert AnswerRequest.objects.get(person=asked[0]).state == RequestState.ANSWERED


class TestPassing:
    def test_costs_nothing(self, asked, question):
        before = Answerer.objects.get(pk=asked[0].pk)
        reacting.pass_on(person=asked[0], question=question)
        reacting.pass_on(person=asked[0], question=question)
        after = Answerer.objects.get(pk=asked[0].pk)
        assert (after.asked_sum, after.reach) == (before.asked_sum, before.reach)
        assert not Notification.objects.filter(recipient=asked[0], read_at=None).exists()

    def test_by_everybody_brings_the_next_wave_at_once(self, neighbour, asked, question):
        more = neighbour()
        for person in asked:
            reacting.pass_on(person=person, question=question)
        assert waves.advance_due() == 1
        assert AnswerRequest.objects.filter(person=more).exists()

    def test_muting_keeps_the_category_away(self, asked, question):
        reacting.mute(person=asked[0], question=question)
        reacting.mute(person=asked[0], question=question)
        waves.start(question_id=make_question().pk)
        assert AnswerRequest.objects.filter(person=asked[0]).count() == 1
        assert Answerer.objects.get(pk=asked[0].pk).muted_categories == [question.category_id]

    def test_no_more_today(self, clock, asked):
        quieting.pause_today(person=asked[0])
        until = Answerer.objects.get(pk=asked[0].pk).paused_until
        assert timezone.localtime(until).isoformat() == "2026-12-02T00:00:00+09:00"
        quieting.resume(person=asked[0])
        assert Answerer.objects.get(pk=asked[0].pk).paused_until is None

    def test_quiet_hours_elsewhere_are_kept_in_korean_hours(self, clock, asked):
        person = asked[0]
        quieting.set_quiet_hours(person=person, hours=(22, 7), time_zone="America/New_York")
        one = Answerer.objects.get(pk=person.pk)
        assert (one.quiet_from, one.quiet_to) == (12, 21)
        quieting.set_quiet_hours(person=person, hours=(22, 7), time_zone="Asia/Kolkata")
        one.refresh_from_db()
        assert (one.quiet_from, one.quiet_to) == (1, 11)
        quieting.set_quiet_hours(person=person, hours=None)
        one.refresh_from_db()
        assert (one.quiet_from, one.quiet_to) == (None, None)


class TestWidening:
    def test_asks_the_next_villages_once(self, clock, neighbour, asked, question, asker):
        waves_out(clock)
        near = neighbour(region=AEWOL)
        move_next_door(near)
        assert Route.objects.get().outcome == Outcome.UNANSWERED
        assert reacting.widen(asker=asker, question=question) == 1
        assert AnswerRequest.objects.filter(person=near).exists()
        assert Route.objects.get().is_running
        assert reacting.widen(asker=asker, question=question) == 0

    def test_asks_next_door_even_when_as_many_were_asked_as_may_be(
        self, clock, neighbour, asked, question, asker
    ):
        earlier = [
            AnswerRequest(
                question=question, person=neighbour(), wave=number % 3, chance=0.1, base=0.1
            )
            for number in range(MOST_PER_QUESTION - len(asked))
        ]
        AnswerRequest.objects.bulk_create(earlier)
        waves_out(clock)
        near = neighbour(region=AEWOL)
        move_next_door(near)
        assert reacting.widen(asker=asker, question=question) == 1
        assert AnswerRequest.objects.filter(person=near).exists()

    def test_is_the_askers_choice(self, clock, asked, question):
        waves_out(clock)
        with pytest.raises(NotAllowed):
            reacting.widen(asker=make_user(), question=question)

    def test_waits_for_the_ten_minutes(self, asked, question, asker):
        with pytest.raises(NotAllowed):
            reacting.widen(asker=asker, question=question)


def waves_out(clock):
    clock.shift(timedelta(minutes=10))
    waves.advance_due()


def move_next_door(person):
    """Hallim, which lies beside Aewol."""
    from apps.regions.models import Region

    aewol = make_region()
    hallim = Region.objects.create(
        pk=50110250, code="5011025000", name="한림읍", full_name="한림읍", slug="한림읍", level=3,
        parent_id=aewol.parent_id, sido_id=aewol.sido_id, sigungu_id=aewol.sigungu_id,
        lat=33.41, lng=126.27, is_open=True,
    )  # fmt: skip
    Answerer.objects.filter(pk=person.pk).update(emd=hallim, here_at=timezone.now())


class TestLearning:
    def test_an_answer_in_time_raises_the_reach(self, clock, asked, question):
        before = Answerer.objects.get(pk=asked[0].pk).reach
        clock.shift(timedelta(minutes=4))
        answer(author=asked[0], question=question, body="하귀에 있어요.")
        drain()
        one, other = (Answerer.objects.get(pk=person.pk) for person in asked)
        now = timezone.now()
        assert decay.current(one.answered_sum, now, decay.LEARNED) == pytest.approx(1)
        assert decay.current(one.asked_sum, now, decay.LEARNED) == pytest.approx(1)
        assert one.reach > before
        # The other had four of the ten minutes, within which most who have a page open answer.
        assert 0.5 < decay.current(other.asked_sum, now, decay.LEARNED) < 1
        assert other.answered_sum == 0

    def test_silence_lowers_it_and_counts_once(self, clock, asked, question):
        before = Answerer.objects.get(pk=asked[0].pk).reach
        waves_out(clock)
        one = Answerer.objects.get(pk=asked[0].pk)
        assert one.reach < before
        answer(author=asked[0], question=question, body="늦었지만 하귀에 있어요.")
        drain()
        assert Answerer.objects.get(pk=asked[0].pk).asked_sum == one.asked_sum

    def test_accepted_answers_are_skill_and_withdrawn_ones_are_not(
        self, clock, asked, question, asker
    ):
        useful = answer(author=asked[0], question=question, body="하귀에 있어요.")
        accept(user=asker, answer=useful)
        drain()
        assert Skill.objects.filter(person=asked[0]).count() == 3  # its category and two tags
        assert Answerer.objects.get(pk=asked[0].pk).useful_sum > 0
        withdraw_acceptance(user=asker, answer=useful)
        drain()
        assert not Skill.objects.exists()
        assert Answerer.objects.get(pk=asked[0].pk).useful_sum == 0

    def test_skill_brings_somebody_from_elsewhere(self, clock, neighbour, question, asker):
        stranger = neighbour(region=None, is_here=False)
        useful = answer(author=stranger, question=question, body="하귀에 있어요.")
        accept(user=asker, answer=useful)
        drain()
        Answerer.objects.update(here_at=timezone.now())
        other = make_question(make_user(), category=question.category)
        waves.start(question_id=other.pk)
        assert AnswerRequest.objects.filter(person=stranger, question=other).exists()


class TestPresence:
    def test_is_noted_now_and_then(self, clock, neighbour):
        person = neighbour(is_here=False)
        assert presence.note_here(people=[person.pk]) == 1
        clock.shift(timedelta(seconds=20))
        assert presence.note_here(people=[person.pk]) == 0
        clock.shift(timedelta(seconds=30))
        assert presence.note_here(people=[person.pk]) == 1

    def test_counts_each_hour_of_the_week_once(self, clock, neighbour):
        person = neighbour(is_here=False)
        for minutes in (0, 5, 50, 5):  # 14:00, 14:05, 14:55, 15:00
            clock.shift(timedelta(minutes=minutes))
            presence.note_here(people=[person.pk])
        hours = Rhythm.objects.get(person=person).hours
        now = timezone.now()
        seen = {
            hour: decay.current(count, now, decay.RHYTHM)
            for hour, count in enumerate(hours)
            if count
        }
        tuesday = 24
        assert seen == {tuesday + 14: pytest.approx(1, abs=0.01), tuesday + 15: pytest.approx(1)}
