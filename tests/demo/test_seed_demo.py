import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import global_settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.validators import validate_nickname
from apps.core.markdown import render
from apps.demo.neighbourhood import content
from apps.demo.neighbourhood.clock import borrowed_time
from apps.demo.neighbourhood.consequences import Consequences
from apps.demo.neighbourhood.residents import DEMO_PASSWORD
from apps.events.models import Delivery, Event
from apps.notifications.models import Notification
from apps.points.levels import level_for
from apps.points.models import Account, Badge, Entry
from apps.questions import limits
from apps.questions.models import Acceptance, Answer, Comment, Question, Tag, Vote
from apps.questions.queries import trending_tags
from apps.questions.validators import TAG_PATTERN, normalise_tag
from apps.regions.services.loading import load_regions
from tests import factories, made_once
from tests.own_database import own_database

# Seconds until the neighbourhood is there, on a machine with much else to do.
SEEDING = 600


@pytest.fixture(scope="class")
def country(django_db_setup, django_db_blocker):
    """All regions, for a class of tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_regions()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="class")
def neighbourhood(django_db_setup, django_db_blocker):
    """What `make run` makes of an empty database; it takes a while, so whoever tests with it shares it."""
    with own_database(django_db_blocker, "demo", template=made_once.demo()):
        yield


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


class TestContent:
    people = content.people()
    questions = content.questions()
    keys = frozenset(person.key for person in people)

    def test_there_is_enough_of_it(self):
        assert len(self.people) == 60
        assert len(self.questions) >= 150
        assert sum(len(question.answers) for question in self.questions) >= 400

    def test_names_are_allowed_and_different(self):
        assert len({person.nickname.lower() for person in self.people}) == len(self.people)
        for person in self.people:
            validate_nickname(person.nickname)

    def test_keys_are_unique(self):
        assert max(Counter(question.key for question in self.questions).values()) == 1

    def test_everybody_named_lives_there(self):
        for question in self.questions:
            named = {question.author, *question.me_too, *question.up}
            named |= {remark.author for remark in question.remarks}
            for answer in question.answers:
                named |= {answer.author, *answer.up, *answer.down}
                named |= {remark.author for remark in answer.remarks}
            assert named <= self.keys, question.key

    def test_nobody_reacts_to_their_own_post_nor_twice(self):
        for question in self.questions:
            assert question.author not in question.up + question.me_too, question.key
            assert len(set(question.up)) == len(question.up), question.key
            assert len(set(question.me_too)) == len(question.me_too), question.key
            for answer in question.answers:
                votes = answer.up + answer.down
                assert answer.author not in votes, question.key
                assert len(set(votes)) == len(votes), question.key

    def test_at_most_one_answer_is_chosen_and_not_the_askers(self):
        for question in self.questions:
            chosen = [answer for answer in question.answers if answer.accepted]
            assert len(chosen) <= 1, question.key
            assert all(answer.author != question.author for answer in chosen), question.key

    def test_nothing_lies_in_the_future(self):
        for question in self.questions:
            after = [remark.after for remark in question.remarks]
            for answer in question.answers:
                after += [answer.after, *(remark.after for remark in answer.remarks)]
            assert all(0 < minutes < question.minutes_ago for minutes in after), question.key

    def test_people_had_joined_before_they_wrote(self):
        joined = {person.key: person.joined_days_ago * 24 * 60 for person in self.people}
        for question in self.questions:
            assert question.minutes_ago < joined[question.author], question.key
            for answer in question.answers:
                assert question.minutes_ago - answer.after < joined[answer.author], question.key

    def test_tags_are_as_the_site_stores_them(self):
        for question in self.questions:
            assert len(question.tags) <= limits.TAGS_MAX
            for tag in question.tags:
                assert normalise_tag(tag) == tag, question.key
                assert re.fullmatch(TAG_PATTERN, tag), question.key


def test_says_when_regions_are_missing(db, data_dir):
    with pytest.raises(CommandError, match="load_regions"):
        call_command("seed_demo")


class TestBorrowedTime:
    moment = timezone.now() - timedelta(days=100)

    def test_is_told_by_defaults_queries_and_django(self, db):
        with borrowed_time(self.moment) as clock:
            author = factories.make_user()
            clock.turn_to(self.moment + timedelta(days=1))
            question = factories.make_question(author)
            with connection.cursor() as cursor:
                cursor.execute("SELECT statement_timestamp(), clock_timestamp()")
                assert cursor.fetchone() == (clock.moment, clock.moment)
            author.refresh_from_db()
        assert question.created_at == self.moment + timedelta(days=1)
        asked = Event.objects.get(type="question.created")
        assert asked.occurred_at == self.moment + timedelta(days=1)

    def test_is_given_back(self, db):
        before = timezone.now()
        with borrowed_time(self.moment):
            pass
        user = User.objects.create(email="a@example.com", nickname="새이웃")
        user.refresh_from_db()
        assert user.date_joined >= before
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            assert cursor.fetchone()[0] >= before


@pytest.mark.timeout(SEEDING)
@pytest.mark.usefixtures("neighbourhood", "db")
class TestNeighbourhood:
    def test_everything_written_down_is_there(self):
        questions = content.questions()
        assert Question.objects.count() == len(questions)
        assert Answer.objects.count() == sum(len(question.answers) for question in questions)
        accepted = sum(answer.accepted for item in questions for answer in item.answers)
        assert Acceptance.objects.standing().count() == accepted
        votes = sum(len(item.up) for item in questions)
        votes += sum(len(a.up) + len(a.down) for item in questions for a in item.answers)
        assert Vote.objects.count() == votes

    def test_what_is_trending_waits_for_no_full_hour(self):
        shown = {tag.name for tag in trending_tags()}
        assert shown
        assert shown <= {normalise_tag(name) for item in content.questions() for name in item.tags}

    def test_counters_are_what_they_count(self):
        questions = Question.objects.annotate(
            answers_now=Count("answers", distinct=True), me_toos_now=Count("me_toos", distinct=True)
        )
        assert not questions.exclude(
            answer_count=F("answers_now"), me_too_count=F("me_toos_now")
        ).exists()
        for model in (Question, Answer):
            scored = model.objects.annotate(votes_now=Coalesce(Sum("votes__value"), 0))
            assert not scored.exclude(score=F("votes_now")).exists()
        people = User.objects.annotate(
            asked=Count("questions", distinct=True), answered=Count("answers", distinct=True)
        )
        assert not people.exclude(question_count=F("asked"), answer_count=F("answered")).exists()
        tags = Tag.objects.annotate(now=Count("question_tags"))
        assert not tags.exclude(question_count=F("now")).exists()

    def test_html_is_rendered(self):
        for question in Question.objects.all():
            assert question.body_html == render(question.body)

    def test_books_balance_and_levels_follow(self):
        assert Entry.objects.total() == 0
        for account in Account.objects.people().select_related("user"):
            assert account.balance == account.entries.total()
            assert account.user.level == level_for(account.earned).number
        assert Account.objects.people().count() == User.objects.count()
        assert len(set(User.objects.values_list("level", flat=True))) >= 3

    def test_everything_happened_in_the_past(self):
        now, recently = timezone.now(), timezone.now() - timedelta(hours=2)
        for model in (Question, Answer, Comment, Vote, Acceptance, Entry):
            assert not model.objects.filter(created_at__gt=now).exists()
        assert not Entry.objects.exclude(created_at__lt=recently).filter(
            transaction__rule="sign_up"
        )
        assert Entry.objects.filter(created_at__lt=now - timedelta(days=30)).exists()
        assert not Notification.objects.filter(happened_at__gt=now).exists()
        assert Notification.objects.filter(happened_at__lt=now - timedelta(days=30)).exists()
        assert Badge.objects.filter(awarded_at__lt=now - timedelta(days=10)).exists()
        assert not Acceptance.objects.filter(created_at__lt=F("answer__created_at")).exists()
        assert Question.objects.filter(created_at__gt=recently).count() >= 10

    def test_no_event_is_left_to_be_delivered(self):
        assert Event.objects.exists()
        assert not Delivery.objects.exclude(state="done").exists()

    def test_inboxes_are_lived_in(self):
        assert Notification.objects.unread().exists()
        assert Notification.objects.exclude(read_at=None).exists()

    def test_every_feed_has_something(self):
        visible = Question.objects.visible()
        assert visible.urgent().exists()
        assert visible.unanswered().exists()
        assert visible.exclude(accepted_answer=None).exists()
        assert visible.filter(bounty__gt=0).exists()
        assert visible.filter(lat__isnull=False).exists()

    def test_one_can_sign_in(self, rf, settings):
        settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
        request = rf.post("/")
        for email in ("p01@demo.dongne.test", "p60@demo.dongne.test", "admin@demo.dongne.test"):
            assert authenticate(request, email=email, password=DEMO_PASSWORD)
            assert EmailAddress.objects.filter(email=email, verified=True, primary=True).exists()
        assert User.objects.filter(is_superuser=True).count() == 1

    def test_a_second_run_changes_nothing(self, data_dir):
        before = rows()
        call_command("seed_demo")
        assert rows() == before

    def test_says_how_to_sign_in(self, data_dir):
        call_command("seed_demo")
        text = (data_dir / "sign-in.txt").read_text()
        assert DEMO_PASSWORD in text
        assert "p01@demo.dongne.test" in text


def rows():
    """A fingerprint of every table."""
    with connection.cursor() as cursor:
        return {
            table: fingerprint(cursor, table)
            for table in connection.introspection.table_names(cursor)
        }


def fingerprint(cursor, table):
    name = connection.ops.quote_name(table)
    cursor.execute(f"SELECT count(*), sum(hashtext({name}::text)::bigint) FROM {name}")  # noqa: S608
    return cursor.fetchone()


@pytest.fixture
def small(monkeypatch):
    """Three questions only."""
    questions = content.questions()[-3:]
    monkeypatch.setattr(content, "questions", lambda: questions)


@pytest.mark.usefixtures("country", "db")
class TestCommand:
    def test_all_or_nothing(self, monkeypatch, small):
        def fail(_self):
            raise InterruptedError

        monkeypatch.setattr(Consequences, "settle", fail)
        with pytest.raises(InterruptedError):
            call_command("seed_demo")
        assert not User.objects.exists()
        assert not Question.objects.exists()

    def test_if_empty_adds_nothing_to_what_people_wrote(self, data_dir):
        question = factories.make_question()
        call_command("seed_demo", if_empty=True)
        assert list(Question.objects.all()) == [question]
        assert not Path(data_dir, "sign-in.txt").exists()

    def test_adds_to_what_people_wrote_when_asked(self, data_dir, small):
        factories.make_question()
        call_command("seed_demo")
        assert Question.objects.count() == 4

    @pytest.mark.parametrize("environment", ["production", "staging"])
    def test_refuses_where_real_people_are(self, settings, environment):
        settings.ENVIRONMENT = environment
        with pytest.raises(CommandError, match=environment):
            call_command("seed_demo")
        assert not User.objects.exists()
