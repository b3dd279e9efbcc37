from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.accounts.validators import validate_nickname
from apps.core.markdown import render
from apps.demo.generate import batches, loading, tables, writing
from apps.demo.generate.people import nickname
from apps.demo.generate.places import Country, RegionRow
from apps.demo.generate.posts import Maker, Plan
from apps.demo.generate.vocabulary import SHARES, vocabularies
from apps.questions import ranking
from apps.questions.models import (
    Acceptance,
    Answer,
    Category,
    Comment,
    Question,
    QuestionTag,
    Tag,
    Vote,
)
from apps.search.models import SearchDocument
from tests import factories

UNTIL = datetime(2026, 3, 1, tzinfo=UTC)
AEWOL = RegionRow(
    id=50110253, level=3, name="애월읍", full_name="제주특별자치도 제주시 애월읍", short_sido="제주",
    sido_id=50000000, sigungu_id=50110000, lat=33.46, lng=126.33,
)  # fmt: skip
SEOGYO = RegionRow(
    id=11440120, level=3, name="서교동", full_name="서울특별시 마포구 서교동", short_sido="서울",
    sido_id=11000000, sigungu_id=11440000, lat=37.55, lng=126.92,
)  # fmt: skip


def silent(_line):
    pass


@pytest.fixture
def country():
    return Country([AEWOL, SEOGYO], seed=1)


@pytest.fixture
def plan(country):
    tags = {tag for words in vocabularies() for tag in words.tags} | {"애월", "서교동"}
    return Plan(
        seed=1, questions=500, first_question=1, first_answer=1, first_user=1, users=100,
        start=UNTIL - timedelta(days=30), end=UNTIL,
        categories={slug: number for number, slug in enumerate(SHARES)},
        tags={tag: number for number, tag in enumerate(sorted(tags))}, country=country,
    )  # fmt: skip


@pytest.fixture
def regions(db):
    factories.make_region()
    factories.make_region(factories.SEOUL)


def generate(questions=400, seed=1, **options):
    values = {"until": UNTIL, "workers": 0, "report": silent} | options
    return loading.generate(questions=questions, seed=seed, **values)


class TestWriting:
    def test_html_is_what_the_renderer_makes_of_the_text(self, country):
        rng = Random(7)
        for words in vocabularies():
            for _ in range(150):
                scene = writing.Scene(rng, country.pick(rng), country)
                for text, html in (
                    writing.question_body(scene, words),
                    writing.answer_body(scene, words),
                ):
                    assert html == render(text)

    def test_titles_name_the_place_and_fit(self, country):
        rng = Random(7)
        place = country.places[1]
        titles = [
            writing.title(writing.Scene(rng, place, country), words)
            for words in vocabularies()
            for _ in range(50)
        ]
        assert all(4 <= len(title) <= 100 for title in titles)
        assert len(set(titles)) > 450
        assert sum("애월" in title for title in titles) > 300

    def test_no_slot_is_left_open(self, plan):
        batch = Maker(plan, 0).make()
        texts = [row[7] + row[8] for row in batch.questions] + [row[3] for row in batch.answers]
        assert not any("{" in text or "}" in text for text in texts)

    def test_nicknames_are_allowed_and_different(self):
        names = [nickname(number) for number in range(1, 3000)]
        assert len(set(names)) == len(names)
        for name in [*names, nickname(250_000), nickname(5_000_000)]:
            validate_nickname(name)


class TestBatches:
    def test_same_seed_makes_the_same_rows(self, plan):
        first, second = Maker(plan, 0).make(), Maker(plan, 0).make()
        assert first == second

    def test_batches_differ(self, plan):
        first = Maker(plan, 0).make().questions
        bigger = replace(plan, questions=5000)
        assert [row[7] for row in Maker(bigger, 1).make().questions[:5]] != [
            row[7] for row in first[:5]
        ]

    def test_other_processes_make_the_same(self, plan):
        constants = dict.fromkeys(tables.TABLES, ("x",))
        here, there = (
            list(batches.packed_batches(plan, constants=constants, workers=workers))
            for workers in (0, 1)
        )
        assert here == there


@pytest.mark.usefixtures("regions")
class TestGenerate:
    def test_counters_are_what_they_count(self):
        generate()
        assert Question.objects.count() == 400
        questions = Question.objects.annotate(
            answers_now=Count("answers", distinct=True),
            me_toos_now=Count("me_toos", distinct=True),
            bookmarks_now=Count("bookmarks", distinct=True),
        )
        assert not questions.exclude(
            answer_count=F("answers_now"),
            me_too_count=F("me_toos_now"),
            bookmark_count=F("bookmarks_now"),
        ).exists()
        for model in (Question, Answer):
            scored = model.objects.annotate(votes_now=Coalesce(Sum("votes__value"), 0))
            assert not scored.exclude(score=F("votes_now")).exists()
            assert scored.filter(score__gt=1).exists()
        people = User.objects.annotate(
            asked=Count("questions", distinct=True),
            answered=Count("answers", distinct=True),
            accepted=Count("answers__acceptances", distinct=True),
        )
        assert not people.exclude(
            question_count=F("asked"), answer_count=F("answered"), accepted_count=F("accepted")
        ).exists()

    def test_tags_are_counted(self):
        generate()
        counted = Tag.objects.annotate(now=Count("question_tags"))
        assert not counted.exclude(question_count=F("now")).exists()
        most = QuestionTag.objects.values("question").annotate(number=Count("pk"))
        assert max(row["number"] for row in most) == 5

    def test_ranks_are_the_applications(self):
        generate(questions=50)
        for question in Question.objects.all():
            assert question.hot == pytest.approx(
                ranking.hot(
                    score=question.score,
                    me_too=question.me_too_count,
                    answers=question.answer_count,
                    bookmarks=question.bookmark_count,
                    created_at=question.created_at,
                )
            )

    def test_acceptances_are_of_answers_by_others(self):
        generate()
        accepted = Acceptance.objects.all()
        assert 100 < accepted.count() == Question.objects.exclude(accepted_answer=None).count()
        assert not accepted.exclude(
            answer=F("question__accepted_answer"),
            answer__question=F("question"),
            accepted_by=F("question__author"),
        ).exists()
        assert not accepted.filter(answer__author=F("accepted_by")).exists()

    def test_time_runs_forward(self):
        generate()
        times = list(Question.objects.order_by("pk").values_list("created_at", flat=True))
        assert times == sorted(times)
        assert times[0] >= UNTIL - loading.SPAN
        assert not Answer.objects.filter(created_at__lt=F("question__created_at")).exists()
        assert not Acceptance.objects.filter(created_at__lt=F("answer__created_at")).exists()
        assert not Question.objects.filter(created_at__lt=F("author__date_joined")).exists()
        for model in (Question, Answer, Comment, Vote, Acceptance):
            assert not model.objects.filter(created_at__gt=UNTIL).exists()
        late = Question.objects.exclude(answers=None).exclude(first_answered_at=None)
        assert all(
            question.first_answered_at == min(a.created_at for a in question.answers.all())
            for question in late.prefetch_related("answers")[:50]
        )

    def test_every_feed_has_something(self):
        generate()
        assert Question.objects.visible().urgent().exists()
        assert Question.objects.visible().unanswered().exists()
        assert Question.objects.filter(status=1).exists()
        assert set(Question.objects.values_list("region__level", flat=True)) == {1, 2, 3}
        assert Question.objects.values("category").distinct().count() == len(SHARES)

    def test_a_second_load_adds_to_the_first(self):
        first, second = generate(questions=60), generate(questions=60)
        assert Question.objects.count() == 120
        assert second.first_question == first.first_question + 60
        assert not Tag.objects.annotate(now=Count("question_tags")).exclude(question_count=F("now"))

    def test_a_new_question_gets_a_new_number(self):
        plan = generate(questions=20)
        assert factories.make_question().pk == plan.first_question + 20

    def test_a_big_load_leaves_indexes_and_keys_as_they_were(self, monkeypatch):
        monkeypatch.setattr(loading, "BIG_LOAD", 10)
        before = structure()
        generate(questions=20)
        assert structure() == before

    def test_nothing_remains_of_a_load_that_failed(self, monkeypatch):
        monkeypatch.setattr(loading, "BIG_LOAD", 10)

        def fail(*_args):
            raise InterruptedError

        monkeypatch.setattr(loading, "_count", fail)
        before = structure()
        with pytest.raises(InterruptedError):
            generate(questions=20)
        assert structure() == before
        assert not Question.objects.exists()


def structure():
    """Definitions of all indexes and constraints."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL"
            " SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1"
        )
        return [definition for (definition,) in cursor.fetchall()]


class TestCommand:
    def test_refuses_where_real_people_are(self, settings):
        settings.ENVIRONMENT = "production"
        with pytest.raises(CommandError, match="production"):
            call_command("generate", questions=10)

    def test_says_what_is_missing(self, db):
        with pytest.raises(CommandError, match="load_regions"):
            call_command("generate", questions=10)

    def test_categories_are_all_known(self, db):
        assert set(Category.objects.values_list("slug", flat=True)) >= set(SHARES)

    def test_number_must_be_positive(self):
        with pytest.raises(CommandError, match="positive"):
            call_command("generate", "--questions", "0")

    @pytest.mark.django_db(transaction=True)
    def test_says_that_the_search_does_not_know_them_yet(self):
        factories.make_region()
        for slug in SHARES:
            factories.make_category(slug)
        said = StringIO()
        call_command("generate", questions=5, stdout=said)
        assert SearchDocument.objects.count() == 0
        assert said.getvalue().endswith("run `manage.py rebuild_search`.\n")
