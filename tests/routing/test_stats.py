"""How long questions waited, told as it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.core.enums import Visibility
from apps.questions.enums import Status
from apps.questions.models import Question
from apps.routing.chart import FULL, chart
from apps.routing.stats import FEW, FRESH_SECONDS, Figures, count, stats
from tests.factories import JEJU, SEOUL, make_answer, make_category, make_question, make_region
from tests.factories import make_user as somebody

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)  # noon in Seoul
PAGE = "/stats/"


def asked(waited: float | None, *, ago: float = 3 * 24 * 60, now=NOW, **fields) -> Question:
    """``ago`` minutes ago, answered after ``waited`` minutes or not at all."""
    category = fields.pop("category", None) or make_category()
    question = make_question(fields.pop("author", None), category=category, **_place(fields))
    created = now - timedelta(minutes=ago)
    answered = None if waited is None else created + timedelta(minutes=waited)
    Question.objects.filter(pk=question.pk).update(
        created_at=created, first_answered_at=answered, **fields
    )
    return question


def _place(fields):
    return {"region": fields.pop("region")} if "region" in fields else {}


def overall(days=30) -> Figures:
    return count(days, now=NOW).overall


class TestCounting:
    def test_tells_the_median_and_the_shares(self):
        for waited in (1, 5, 10, 20, 30, 60, None):
            asked(waited)
        found = overall()
        assert (found.questions, found.soon, found.later) == (7, 3, 5)
        assert (found.soon_share, found.later_share, found.unanswered_share) == (42, 71, 14)
        assert found.median == 20 * 60

    def test_whoever_still_waits_moves_the_median(self):
        for waited in (2, 4, None, None, None):
            asked(waited)
        assert overall().median is None
        asked(8)
        assert overall().median == 8 * 60

    def test_what_is_younger_than_ten_minutes_is_not_counted_yet(self):
        asked(1, ago=9.9)
        assert overall().questions == 0
        asked(1, ago=10)
        assert overall().questions == 1

    def test_nobody_is_blamed_before_the_time_is_over(self):
        asked(None, ago=20)
        asked(5, ago=20)
        asked(25, ago=40)
        asked(25 * 60, ago=30 * 60)
        found = overall()
        assert (found.questions, found.old_enough_for_later, found.older_than_a_day) == (4, 2, 1)
        assert (found.later, found.unanswered) == (1, 1)

    def test_only_the_window_counts(self):
        asked(1, ago=8 * 24 * 60)
        assert overall(7).questions == 0
        assert overall(30).questions == 1

    @pytest.mark.parametrize("visibility", [Visibility.HIDDEN, Visibility.DELETED])
    def test_what_is_out_of_sight_does_not(self, visibility):
        asked(1, visibility=visibility)
        assert overall() == Figures()

    def test_the_askers_own_answer_does_not(self):
        asker = somebody()
        question = make_question(asker)
        make_answer(question, asker)
        assert count(30, now=timezone.now() + timedelta(minutes=11)).overall.soon == 0
        make_answer(question)
        assert count(30, now=timezone.now() + timedelta(minutes=11)).overall.soon == 1

    def test_closing_is_no_way_out_and_first_help_is_told_apart(self):
        helpful = asked(1)
        asked(None, status=Status.CLOSED)
        asked(None, status=Status.CLOSED, solved_by=helpful)
        asked(5, status=Status.CLOSED, solved_by=helpful)
        found = overall()
        assert (found.questions, found.closed, found.solved) == (3, 1, 1)
        assert (found.soon_share, found.unanswered) == (66, 1)


class TestGroups:
    def test_regions_are_those_that_are_open(self):
        asked(1)
        asked(None)
        asked(1, region=make_region(JEJU))  # of no 시군구
        (only,) = count(30, now=NOW).regions
        assert (only.name, only.figures.questions, only.figures.soon) == ("제주시", 2, 1)
        make_region(SEOUL)
        Question.objects.exclude(sigungu=None).update(region=SEOUL, sigungu=SEOUL, emd=None)
        assert count(30, now=NOW).regions == []

    def test_categories_come_with_the_most_asked_first(self):
        asked(1, category=make_category("stay"))
        for _number in range(2):
            asked(None, category=make_category("food"))
        groups = count(30, now=NOW).categories
        assert [(group.slug, group.figures.soon_share) for group in groups] == [
            ("food", 0),
            ("stay", 100),
        ]

    def test_hours_are_those_of_seoul(self):
        asked(1, ago=24 * 60 + 1)  # 11:59
        asked(1, ago=24 * 60)  # 12:00
        asked(1, ago=37 * 60)  # 23:00 two days ago
        found = count(30, now=NOW)
        assert {time.begin for time in found.hours if time.figures.questions} == {11, 12, 23}
        assert len(found.hours) == 24
        asked_in = {time.begin: time.figures.questions for time in found.stretches}
        assert asked_in == {0: 0, 3: 0, 6: 0, 9: 1, 12: 1, 15: 0, 18: 0, 21: 1}

    def test_hours_are_joined_until_most_of_them_say_something(self):
        for hour in range(12):
            for _number in range(FEW):
                asked(1, ago=24 * 60 + hour * 60)
        assert len(count(30, now=NOW).times) == 8
        for _number in range(FEW):
            asked(1, ago=24 * 60 + 12 * 60)
        assert len(count(30, now=NOW).times) == 24

    def test_everything_is_one_reading_of_the_questions(self):
        for number in range(12):
            asked(number, category=make_category(f"c{number}"))
        with CaptureQueriesContext(connection) as queries:
            count(30, now=NOW)
        assert sum("questions_question" in query["sql"] for query in queries) == 1
        assert len(queries) == 4  # of the questions, the names and the asks


class TestKeeping:
    def test_counts_again_after_some_minutes_and_one_for_all(self, clock):
        clock.move_to(NOW)
        assert stats(30).overall.questions == 0
        asked(1)
        assert stats(30).overall.questions == 0
        clock.shift(FRESH_SECONDS + 1)
        cache.add("routing:stats:30:counting", 1, 60)
        assert stats(30).overall.questions == 0  # somebody is at it
        cache.delete("routing:stats:30:counting")
        assert stats(30).overall.questions == 1

    def test_each_window_by_itself(self, clock):
        clock.move_to(NOW)
        asked(1, ago=10 * 24 * 60)
        assert (stats(7).overall.questions, stats(30).overall.questions) == (0, 1)

    def test_without_the_cache_it_is_counted(self, settings, client):
        nobody_there = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
        settings.CACHES = {"default": nobody_there}
        for number in (1, 2):
            asked(1, now=timezone.now())
            assert stats(30).overall.questions == number
            assert f"질문 {number}개를 셌어요" in client.get(PAGE).content.decode()


def test_bars_are_as_high_as_their_shares():
    for waited in [*[5] * 6, *[20] * 2, None, None]:
        asked(waited)
    drawn = chart(count(30, now=NOW).times)
    (bar,) = [bar for bar in drawn.bars if bar.time.figures.questions]
    assert (bar.soon, bar.later) == (FULL * 60 // 100, FULL * 80 // 100)
    assert bar.soon + bar.soon_y == bar.later + bar.later_y == drawn.floor
    assert drawn.hours[0][0] == 0
    assert max(bar.x + drawn.bar for bar in drawn.bars) <= drawn.width


class Cells(HTMLParser):
    """Rows of the page's tables."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open = False
        self.feed(html)

    def handle_starttag(self, tag, _attrs):
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._open = True

    def handle_endtag(self, tag):
        if tag in {"td", "th"}:
            self._open = False

    def handle_data(self, data):
        if self._open:
            self.rows[-1][-1] += data.strip()


class TestPage:
    def rows(self, client, **query):
        return {row[0]: row[1:] for row in Cells(client.get(PAGE, query).content.decode()).rows}

    def test_a_new_site_says_that_there_is_nothing_to_count(self, client):
        page = client.get(PAGE).content.decode()
        assert "아직 셀 질문이 없어요" in page
        assert '<svg class="hour-chart' not in page

    def test_few_questions_have_no_shares(self, client):
        for _number in range(FEW - 1):
            asked(1, now=timezone.now())
        page = client.get(PAGE).content.decode()
        assert "아직 질문이 적어요" in page
        assert "100%" not in page.replace(">100%</text>", "")
        assert self.rows(client)["제주시"] == [str(FEW - 1), "아직 적어요"]

    def test_enough_of_them_have(self, client):
        for waited in [*[4] * 7, *[20] * 2, None]:
            asked(waited, now=timezone.now())
        page = client.get(PAGE).content.decode()
        assert "질문 10개를 셌어요" in page
        assert 'role="img"' in page
        assert "70%로 가장 빨랐어요" in page
        assert self.rows(client)["제주시"] == ["10", "4분", "70%", "90%", "10%"]

    def test_what_is_counted_apart_is_said(self, client):
        now = timezone.now()
        helpful = asked(1, now=now)
        asked(None, now=now, status=Status.CLOSED)
        asked(None, now=now, status=Status.CLOSED, solved_by=helpful)
        page = client.get(PAGE).content.decode()
        assert "그 가운데 1개는 질문한 분이 답변 없이 마감했고" in page
        assert "바로 해결된 1개는" in page

    def test_the_window_is_chosen_by_links(self, client):
        asked(1, now=timezone.now(), ago=60 * 24 * 60)
        assert "제주시" not in self.rows(client)
        assert "제주시" in self.rows(client, days="90")
        assert 'href="/stats/?days=90"' in client.get(PAGE).content.decode()

    @pytest.mark.parametrize("days", ["", "31", "x", "²", "-7", "9" * 99])
    def test_any_other_is_the_usual_one(self, client, days):
        assert client.get(PAGE, {"days": days}).context["stats"].days == 30

    def test_is_found_from_every_page(self, client):
        for page in ("/about/", "/guidelines/"):
            assert f'href="{PAGE}"' in client.get(page).content.decode()

    def test_takes_the_queries_of_one_for_many(self, client):
        def queries() -> int:
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                client.get(PAGE)
            return len(captured)

        asked(1, now=timezone.now())
        one = queries()
        for number in range(30):
            asked(1, now=timezone.now(), category=make_category(f"c{number}"))
        assert queries() == one


class TestApi:
    path = "/api/v1/stats/"

    def test_tells_the_same(self, client):
        for waited in [*[4] * 7, *[20] * 2, None]:
            asked(waited, now=timezone.now())
        told = client.get(self.path, {"days": "7"}).json()
        assert told["days"] == 7
        assert told["overall"] == {
            "questions": 10,
            "is_few": False,
            "median_seconds": 240,
            "within_10_minutes": 70,
            "within_30_minutes": 90,
            "unanswered_after_a_day": 10,
            "closed_unanswered": 0,
            "solved_by_similar": 0,
        }
        assert [region["name"] for region in told["regions"]] == ["제주시"]
        assert [time["begin"] for time in told["hours"]] == list(range(24))

    def test_says_which_windows_there_are(self, client):
        refused = client.get(self.path, {"days": "31"})
        assert refused.status_code == 400
        assert refused.json()["error"]["fields"]["days"]

    def test_may_be_kept_for_visitors(self, client, as_user):
        assert "max-age=300" in client.get(self.path).headers["Cache-Control"]
        signed_in = as_user(somebody()).get(self.path)
        assert signed_in.headers["Cache-Control"] == "private, no-store"

    def test_is_limited(self, client, settings):
        settings.RATE_LIMITS = {"read_api": "1/m"}
        assert client.get(self.path).status_code == 200
        assert client.get(self.path).status_code == 429
