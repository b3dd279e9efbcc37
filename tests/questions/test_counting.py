"""What is counted by the hour and by the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from apps.questions import tasks
from apps.questions.models import DayCount, Question, TrendingTag
from apps.questions.queries import trending_tags
from apps.questions.services import counting
from apps.questions.services.accepting import accept
from apps.questions.services.removing import hide
from tests.factories import (
    JEJU,
    JEJU_CITY,
    SEOUL,
    make_answer,
    make_question,
    make_region,
    make_user,
)
from tests.outbox import drain

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 30)
# Korea's midnight.
MORNING = timezone.make_aware(datetime(2026, 11, 30))


def at(moment: datetime, **about) -> Question:
    question = make_question(**about)
    Question.objects.filter(pk=question.pk).update(created_at=moment)
    question.refresh_from_db()
    return question


class TestTrends:
    def test_are_tags_used_more_than_usual(self):
        now = timezone.now()
        for days in range(2, 8):
            at(now - timedelta(days=days), tags=["늘쓰는것"])
        for _number in range(3):
            at(now - timedelta(hours=3), tags=["늘쓰는것", "태풍"])
        at(now - timedelta(hours=3), tags=["한번"])
        # In the country, in Jeju and in its city.
        assert counting.count_trends() == 3 * 2
        trends = TrendingTag.objects.filter(region=JEJU).order_by("-score")
        assert [(trend.tag.name, trend.asked) for trend in trends] == [("태풍", 3), ("늘쓰는것", 3)]
        assert trends[0].score == 4
        assert trends[1].usual == pytest.approx(6 / 7)

    def test_counted_again_are_the_same_and_what_is_over_is_gone(self):
        now = timezone.now()
        shown = [at(now, tags=["태풍"]) for _number in range(3)]
        assert [counting.count_trends() for _time in range(2)] == [3, 3]
        for question in shown:
            hide(moderator=make_user(is_staff=True), post=question, reason="광고")
        assert counting.count_trends() == 0
        assert not TrendingTag.objects.exists()

    def test_stand_beside_the_feed(self, client):
        for _number in range(3):
            at(timezone.now(), tags=["태풍"])
        assert "요즘 뜨는 태그" not in client.get("/").content.decode()
        tasks.count_trends()
        assert "요즘 뜨는 태그" in client.get("/").content.decode()

    def test_are_those_of_the_place(self, client):
        now, city = timezone.now(), make_region(JEJU_CITY)
        for _number in range(3):
            at(now, tags=["태풍"])
            at(now, tags=["축제"], region=make_region(JEJU))
        tasks.count_trends()
        emd = make_region()
        assert [tag.name for tag in trending_tags(emd)] == ["태풍"]
        assert trending_tags(emd) == trending_tags(city)
        assert {tag.name for tag in trending_tags(make_region(JEJU))} == {"태풍", "축제"}
        assert trending_tags(make_region(SEOUL)) == ()
        assert {tag.name for tag in trending_tags()} == {"태풍", "축제"}
        page = client.get(f"/r/{emd.slug}/").content.decode()
        assert "애월읍에서 요즘 뜨는 태그" in page
        assert "#축제</a>" not in page
        told = client.get("/api/v1/trending/", {"region": city.pk}).json()
        assert [(tag["name"], tag["question_count"]) for tag in told] == [("태풍", 3)]
        assert len(client.get("/api/v1/trending/").json()) == 2

    def test_whose_questions_are_all_hidden_are_told_to_nobody(self, client):
        shown = [at(timezone.now(), tags=["태풍"]) for _number in range(3)]
        tasks.count_trends()
        assert len(trending_tags()) == 1
        for question in shown:
            hide(moderator=make_user(is_staff=True), post=question, reason="광고")
        drain()
        assert trending_tags() == trending_tags(make_region()) == ()

    def test_are_a_dozen_at_most(self):
        for number in range(14):
            for _time in range(2):
                at(timezone.now(), tags=[f"태그{number}"])
        assert counting.count_trends() == 3 * 12


class TestDays:
    def test_are_from_midnight_to_midnight_in_korea(self):
        at(MORNING - timedelta(seconds=1))
        at(MORNING)
        at(MORNING + timedelta(days=1) - timedelta(seconds=1))
        at(MORNING + timedelta(days=1))
        assert counting.count_day(day=DAY) == 1
        row = DayCount.objects.get()
        assert (row.day, row.sido_id, row.asked, row.answered) == (DAY, JEJU, 2, 0)

    def test_say_how_many_were_answered_and_how_soon(self):
        quick, slow, hidden = (at(MORNING + timedelta(hours=1)) for _number in range(3))
        for question, minutes in ((quick, 10), (slow, 11)):
            make_answer(question)
            Question.objects.filter(pk=question.pk).update(
                first_answered_at=question.created_at + timedelta(minutes=minutes)
            )
        accept(user=quick.author, answer=quick.answers.get())
        hide(moderator=make_user(is_staff=True), post=hidden, reason="광고")
        for _twice in range(2):
            counting.count_day(day=DAY)
        row = DayCount.objects.get(day=DAY)
        assert (row.asked, row.answered, row.in_time, row.accepted) == (2, 2, 1, 1)
        counting.count_day(day=timezone.localdate())
        assert DayCount.objects.get(day=timezone.localdate()).answers == 2

    def test_unless_told_it_is_yesterday(self):
        at(timezone.now() - timedelta(days=1))
        counting.count_day()
        assert DayCount.objects.get().day == timezone.localdate() - timedelta(days=1)
