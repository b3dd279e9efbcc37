"""Which settled questions are like one that waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.core.enums import Visibility
from apps.core.errors import NotAllowed
from apps.events.models import Event
from apps.questions.models import Answer, Question
from apps.questions.services import accepting, closing, removing
from apps.questions.similar import FRESH, similar
from apps.questions.title_words import words_of
from tests.factories import (
    AEWOL,
    JEJU,
    JEJU_CITY,
    SEOUL,
    make_answer,
    make_category,
    make_question,
    make_region,
    make_user,
)
from tests.outbox import drain

pytestmark = pytest.mark.django_db


def settled(title="애월에서 렌터카 반납하는 곳 어디예요?", *, days_old=1, **fields) -> Question:
    """With an accepted answer, ``days_old``."""
    question = make_question(title=title, **{"category": make_category("etc")} | fields)
    answer = make_answer(question, body="**공항** 쪽 &lt;차고지&gt;로\n\n가세요.")
    accepting.accept(user=question.author, answer=answer)
    moment = timezone.now() - timedelta(days=days_old)
    Question.objects.filter(pk=question.pk).update(created_at=moment)
    Answer.objects.filter(pk=answer.pk).update(created_at=moment)
    question.refresh_from_db()
    return question


def waiting(title="렌터카 반납 지금 되나요?", **fields) -> Question:
    return make_question(title=title, **{"category": make_category("etc")} | fields)


def found(question, limit=3) -> list[int]:
    return [row.question.pk for row in similar(question, limit)]


class TestLikeness:
    def test_words_of_the_title_are_enough(self):
        like = settled()
        assert found(waiting()) == [like.pk]

    def test_words_of_asking_are_not(self):
        settled("애월에 지금 문 연 카페 있나요?")
        assert found(waiting("애월에 지금 문 연 약국 있나요?")) == []

    def test_place_and_category_are_not(self):
        settled("애월읍 쓰레기 수거일은 언제인가요", tags=["애월"])
        assert found(waiting(tags=["애월"])) == []

    def test_two_tags_are(self):
        like = settled("차 빌릴 때 뭘 찍어 둬야 할까요", tags=["렌터카", "보험"])
        assert found(waiting(tags=["보험", "렌터카", "처음"])) == [like.pk]

    def test_the_nearest_comes_first(self):
        far = settled(region=make_region(JEJU))
        near = settled(region=make_region(AEWOL))
        between = settled(region=make_region(JEJU_CITY))
        assert found(waiting()) == [near.pk, between.pk, far.pk]

    def test_another_sido_is_no_help(self):
        make_region(SEOUL)
        Question.objects.filter(pk=settled(tags=["렌터카", "반납"]).pk).update(
            region=SEOUL, sido=SEOUL, sigungu=None, emd=None
        )
        assert found(waiting(tags=["렌터카", "반납"])) == []

    def test_the_same_category_comes_first(self):
        settled(category=make_category("transport"))
        same = settled()
        assert found(waiting(), limit=1) == [same.pk]

    def test_no_more_than_asked_for_and_the_newest_first(self):
        pks = [settled(days_old=days).pk for days in (5, 4, 3, 2)]
        assert found(waiting()) == pks[:0:-1]

    def test_a_question_is_not_like_itself(self):
        assert found(settled()) == []


class TestFreshness:
    @pytest.mark.parametrize(("slug", "days"), [*FRESH.items(), ("etc", 365)])
    def test_depends_on_what_it_is_about(self, slug, days):
        category = make_category(slug)
        settled(category=category, days_old=days + 0.1)
        fresh = settled(category=category, days_old=days - 0.1)
        assert found(waiting(category=category)) == [fresh.pk]


class TestWhatIsShown:
    def test_is_the_beginning_of_the_answer_in_plain_words(self):
        settled()
        (row,) = similar(waiting())
        assert row.extract == "공항 쪽 <차고지>로 가세요."

    def test_is_never_out_of_sight(self):
        like, question = settled(), waiting()
        for visibility in (Visibility.HIDDEN, Visibility.DELETED):
            Question.objects.filter(pk=like.pk).update(visibility=visibility)
            assert found(question) == []
        Question.objects.filter(pk=like.pk).update(visibility=Visibility.VISIBLE)
        assert found(question) == [like.pk]
        Answer.objects.update(visibility=Visibility.HIDDEN)
        assert found(question) == []

    def test_has_an_accepted_answer(self):
        like, question = settled(), waiting()
        accepting.withdraw_acceptance(user=like.author, answer=Answer.objects.get())
        assert found(question) == []

    def test_takes_as_many_queries_for_any_number(self):
        question = Question.objects.for_page().get(pk=waiting(tags=["렌터카", "반납"]).pk)
        settled(tags=["렌터카", "반납"])
        drain()
        found(question)  # warms what a process remembers
        with CaptureQueriesContext(connection) as for_one:
            assert len(found(question, 30)) == 1
        for _number in range(29):
            settled(tags=["렌터카", "반납"])
        drain()
        with CaptureQueriesContext(connection) as for_thirty:
            assert len(found(question, 30)) == 30
        assert len(for_thirty) == len(for_one) <= 5


def test_the_words_of_a_title_are_what_it_is_about():
    assert words_of("지금 애월에서 문 연 소아과가 있나요?", places={"애월"}) == ["소아과"]
    assert words_of("있나요? 어디예요?", places=()) == []


class TestSolving:
    def test_closes_and_remembers_by_what(self):
        like, question = settled(), waiting()
        for _again in range(2):
            closing.close(user=question.author, question=question, solved_by=like)
        question.refresh_from_db()
        assert (question.is_open, question.solved_by) == (False, like)
        payload = Event.objects.get(type="question.closed").payload
        assert payload["solvedById"] == str(like.pk)

    def test_reopening_forgets(self):
        like, question = settled(), waiting()
        closing.close(user=question.author, question=question, solved_by=like)
        closing.reopen(user=question.author, question=question)
        question.refresh_from_db()
        assert (question.is_open, question.solved_by) == (True, None)
        assert Event.objects.get(type="question.reopened").payload["solvedById"] is None

    def test_closing_without_says_nothing(self):
        question = waiting()
        closing.close(user=question.author, question=question)
        assert Event.objects.get(type="question.closed").payload["solvedById"] is None

    def test_what_was_closed_before_stays_as_it_was(self):
        like, question = settled(), waiting()
        closing.close(user=question.author, question=question)
        assert (
            closing.close(user=question.author, question=question, solved_by=like).solved_by is None
        )

    def test_only_the_asker_says_so(self):
        like, question = settled(), waiting()
        for other in (make_user(), make_user(is_staff=True)):
            with pytest.raises(NotAllowed):
                closing.close(user=other, question=question, solved_by=like)

    def test_only_by_another_that_is_settled_and_to_be_seen(self):
        question, unsettled, hidden = waiting(), waiting(), settled()
        removing.hide(moderator=make_user(is_staff=True), post=hidden, reason="광고")
        hidden.refresh_from_db()
        for by in (question, unsettled, hidden):
            with pytest.raises(NotAllowed):
                closing.close(user=question.author, question=question, solved_by=by)

    def test_the_database_refuses_what_must_not_be(self):
        question, like = waiting(), settled()
        mine = Question.objects.filter(pk=question.pk)
        with pytest.raises(IntegrityError, match="solved_is_closed"), transaction.atomic():
            mine.update(solved_by=like)
        closing.close(user=question.author, question=question)
        with pytest.raises(IntegrityError, match="solved_by_another"), transaction.atomic():
            mine.update(solved_by=question)
