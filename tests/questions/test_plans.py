"""Each page's queries use an index and touch few pages, at any depth, with a lot in the tables."""

from __future__ import annotations

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from apps.accounts.models import User
from apps.core.pagination import PAGE_SIZE, encode, paginate
from apps.events.models import Delivery
from apps.notifications import queries as inbox_queries
from apps.points import queries as points_queries
from apps.questions import atom, queries, sitemaps
from apps.questions.feeds import (
    NEWEST,
    Feed,
    Filters,
    card_page,
    cards_of,
    category_names,
    order_of,
    rows,
)
from apps.questions.geometry import Around
from apps.questions.models import Answer, Bookmark, Category, Question, Tag
from apps.questions.nearby import NEAREST_MAX, Order, near_page
from apps.questions.similar import similar
from apps.questions.tagged import tagged_page
from apps.questions.tags import canonical_names, suggested_tags
from apps.regions.known import known_regions
from apps.regions.models import Region
from apps.routing import stats
from tests.own_database import own_database
from tests.questions.plans import nodes, watched

pytestmark = pytest.mark.django_db

QUESTIONS = 30_000
DEEP = 400
# Pages of 8 KB that one statement may touch, in memory or not. A feed reads its 21 questions, each perhaps
# on a page of its own, and some of an index, however many there are (docs/performance.md, docs/adr/0013).
MOST_BUFFERS = 60
# What joins other tables to each of its rows.
MOST_BUFFERS_JOINED = 460
# Questions looked up one by one: two pages of an index each at most, and their own.
MOST_BUFFERS_BY_ID = 65
# Of both statements. With so few questions the primary key, two pages high, is preferred to the hash index:
# at a million it is 60 at most.
MOST_BUFFERS_NEARBY = 75
# What is left of tables at the ends of their indexes by rows that came and went.
MOST_BUFFERS_FOR_ENDS = 20
# At most 550 candidates of first help and what decides about each of them.
MOST_BUFFERS_SIMILAR = 4000


@pytest.fixture(scope="module", autouse=True)
def full_database(django_db_setup, django_db_blocker):
    with own_database(django_db_blocker, "plans"):
        call_command("load_regions", verbosity=0)
        call_command("generate", questions=QUESTIONS, workers=0, stdout=Silence())
        _fill_the_rest()
        yield


@pytest.fixture(autouse=True)
def names_are_known():
    """Once in some minutes a process reads the names of all regions and categories."""
    known_regions()
    category_names()


class Silence:
    def write(self, _text):
        pass


def _fill_the_rest():
    """Inboxes, ledgers and the outbox, which are not generated."""
    with connection.cursor() as cursor:
        cursor.execute(REST)
        cursor.execute(
            "VACUUM (ANALYZE) notifications_notification, points_account, points_transaction,"
            " points_entry, events_event, events_delivery"
        )


REST = """
INSERT INTO notifications_notification
  (recipient_id, kind, question_id, actor_ids, points, happened_at, read_at)
SELECT q.author_id, 'answered', q.id, '{}', 0, q.created_at,
       CASE WHEN q.id % 7 > 0 THEN now() END
FROM questions_question q;
INSERT INTO points_account (kind, user_id, balance, earned)
SELECT 'person', id, 0, 0 FROM accounts_user;
INSERT INTO points_transaction (rule, reference, question_id)
SELECT 'answer', 'plan:' || id, id FROM questions_question;
INSERT INTO points_entry (transaction_id, account_id, amount, earned)
SELECT t.id, a.id, 5, 0 FROM points_transaction t
JOIN questions_question q ON q.id = t.question_id JOIN points_account a ON a.user_id = q.author_id
UNION ALL
SELECT t.id, (SELECT id FROM points_account WHERE kind = 'mint'), -5, 0 FROM points_transaction t;
INSERT INTO events_event (type, payload) SELECT 'plan', '{}' FROM generate_series(1, 20000);
INSERT INTO events_delivery (event_id, handler, state, attempts, sent, due_at, done_at, last_error)
SELECT id, 'plan', CASE WHEN id % 500 = 0 THEN 'pending' ELSE 'done' END, 0, 0,
       now() - interval '1 minute', CASE WHEN id % 500 = 0 THEN NULL ELSE now() END, ''
FROM events_event;
"""


@pytest.fixture(scope="module")
def reader() -> User:
    """Somebody with a lot of everything."""
    return User.objects.order_by("-question_count").first()


def busiest_and_quietest(level):
    column = {1: "sido_id", 2: "sigungu_id", 3: "emd_id"}[level]
    counted = Question.objects.exclude(**{column: None}).values_list(column)
    ranked = [pk for pk, _number in counted.annotate(n=Count("pk")).order_by("-n", column)]
    return Region.objects.get(pk=ranked[0]), Region.objects.get(pk=ranked[-1])


def deep_cursor(questions, order_by):
    """Where a page far down begins; none when there are not that many."""
    depth = min(DEEP, questions.count() // 2)
    row = questions.order_by(*order_by)[depth : depth + 1].first()
    return encode([getattr(row, name.lstrip("-")) for name in order_by]) if row else None


def problems_of(filters, most_buffers=MOST_BUFFERS, blocked=()):
    found: list[str] = []
    for cursor in (None, deep_cursor(rows(filters), order_of(filters))):
        with watched() as watch:
            card_page(filters, cursor=cursor, blocked=blocked)
        where = f"{filters.feed} {filters.region} {filters.category} deep={bool(cursor)}"
        found += [f"{where} {problem}" for problem in watch.problems(most_buffers)]
    return found


class TestFeeds:
    @pytest.mark.parametrize("feed", Feed)
    def test_by_region(self, feed):
        regions = [None, *itertools.chain(*map(busiest_and_quietest, (1, 2, 3)))]
        for region in regions:
            assert problems_of(Filters(feed=feed, region=region)) == []

    @pytest.mark.parametrize("feed", Feed)
    @pytest.mark.parametrize("slug", ["food", "etc"])
    def test_by_region_and_category(self, feed, slug):
        category = Category.objects.get(slug=slug)
        regions = [None, *itertools.chain(*map(busiest_and_quietest, (1, 2, 3)))]
        for region in regions:
            filters = Filters(feed=feed, region=region, category=category)
            assert problems_of(filters) == []

    def test_by_tag(self):
        popular = Tag.objects.popular().first()
        rare = Tag.objects.filter(question_count=2).first()
        for tags in ([popular.pk], [rare.pk], [popular.pk, rare.pk]):
            page, cursors = tagged_page(tags, cursor=None), [None]
            for cursor in [*cursors, page.next_cursor]:
                with watched() as watch:
                    tagged_page(tags, cursor=cursor)
                assert watch.problems(MOST_BUFFERS_BY_ID) == []
        # Together with a region or a category, as the API offers.
        assert problems_of(Filters(tag_id=popular.pk), MOST_BUFFERS_JOINED) == []

    @pytest.mark.parametrize("feed", Feed)
    def test_of_a_reader_who_blocked_somebody(self, feed):
        """In the order of the same index, past a few more rows."""
        newest = Question.objects.visible().order_by(*NEWEST)[:DEEP]
        blocked = [*dict.fromkeys(newest.values_list("author_id", flat=True))][:20:4]
        for region in (None, *itertools.chain(*map(busiest_and_quietest, (1, 3)))):
            assert problems_of(Filters(feed=feed, region=region), blocked=blocked) == []

    def test_by_author(self, reader):
        assert problems_of(Filters(author_id=reader.pk)) == []


class TestNearby:
    @pytest.mark.parametrize("km", [1, 5, 20])
    @pytest.mark.parametrize("order", Order)
    @pytest.mark.parametrize("here", [(33.499, 126.531), (37.566, 126.978), (33.419, 126.481)])
    def test_by_distance_and_by_time(self, here, order, km):
        """All pages that there are of the nearest, 25 of the newest."""
        around, cursor, full = Around(*here, km), None, 0
        pages = NEAREST_MAX // PAGE_SIZE if order == Order.NEAR else 25
        for _page in range(pages):
            with watched() as watch:
                page = near_page(around, order=order, cursor=cursor)
            assert watch.problems(MOST_BUFFERS) == []
            assert watch.buffers <= MOST_BUFFERS_NEARBY
            full += len(page.items) == PAGE_SIZE
            cursor = page.next_cursor
            if not cursor:
                break
        assert full >= pages * {1: 0, 5: 0.4, 20: 0.8}[km]


class TestTags:
    def test_suggestions_are_a_range_of_the_names_index(self):
        with watched() as watch:
            assert suggested_tags("주")
        (plan,) = watch.plans
        names = [node.get("Index Name", "") for node in nodes(plan.root)]
        assert [name for name in names if name.startswith("questions_tag_name")]
        assert "Seq Scan" not in {node["Node Type"] for node in nodes(plan.root)}
        assert watch.problems(60) == []

    def test_synonyms_are_found_by_their_names(self):
        with watched() as watch:
            canonical_names(["주차", "애월", "바다"])
        assert watch.problems(30) == []


class TestPages:
    @pytest.mark.parametrize("signed_in", [False, True])
    def test_question(self, reader, signed_in):
        viewer = reader if signed_in else AnonymousUser()
        most_answered = Question.objects.order_by("-answer_count").first()
        with watched() as watch:
            page = queries.question_page(most_answered.pk, viewer)
        assert len(page.answers.items) > 10
        assert watch.problems(MOST_BUFFERS_JOINED) == []

    def test_first_help(self):
        """Bounded ranges of candidates, the same however many questions there are."""
        waiting = Question.objects.filter(answer_count=0).exclude(emd=None).exclude(tags=None)
        found = 0
        for question in waiting.for_page().order_by("-id")[:5]:
            with watched() as watch:
                found += len(similar(question))
            assert watch.problems(MOST_BUFFERS_SIMILAR) == []
        assert found

    def test_stats(self):
        """The window is read once, by the feed's index, and in the order in which it was written."""
        with watched() as watch:
            counted = stats.count(90, now=timezone.now())
        assert counted.overall.questions > QUESTIONS / 10
        # Medians are found by sorting; it is done once for everybody in some minutes. Nobody was
        # asked in this database: an empty table is rightly read as a whole.
        fine = ("sorts", "reads all of routing_answerrequest")
        found = watch.problems(most_buffers=QUESTIONS // 30)
        assert [problem for problem in found if not problem.startswith(fine)] == []

    def test_answers_of_a_person(self):
        helper = User.objects.order_by("-answer_count").first()
        answers = answers_of(helper)
        for cursor in (None, deep_cursor(answers, NEWEST)):
            with watched() as watch:
                paginate(answers, order_by=NEWEST, cursor=cursor)
            assert watch.problems(MOST_BUFFERS_JOINED) == []

    def test_bookmarks(self):
        keeper = Bookmark.objects.values_list("user").annotate(n=Count("pk")).order_by("-n")[0][0]
        with watched() as watch:
            kept = Bookmark.objects.filter(user=keeper).still_visible()
            page = paginate(kept, order_by=("-id",), cursor=None)
            cards_of([row.question_id for row in page.items])
        assert watch.problems(MOST_BUFFERS_JOINED) == []

    def test_profile(self, reader):
        with watched() as watch:
            assert User.objects.active().by_nickname(reader.nickname).get() == reader
        assert watch.problems(10) == []

    def test_inbox(self, reader):
        with watched() as watch:
            page = inbox_queries.inbox(reader, cursor=None)
            inbox_queries.inbox(reader, cursor=page.next_cursor)
            assert inbox_queries.unread_count(reader) > 5
        assert page.next_cursor
        assert watch.problems(MOST_BUFFERS_JOINED) == []

    def test_ledger(self, reader):
        with watched() as watch:
            page = points_queries.ledger_page(reader, cursor=None)
            points_queries.ledger_page(reader, cursor=page.next_cursor)
            points_queries.purse(reader)
        assert page.next_cursor
        assert watch.problems(MOST_BUFFERS_JOINED) == []

    def test_popular_tags(self):
        cache.clear()
        with watched() as watch:
            assert queries.popular_tags()
        assert watch.problems(20) == []

    def test_due_deliveries(self):
        with watched() as watch:
            assert len(Delivery.objects.due()[:200]) == 40
        assert watch.problems(60) == []


class TestForSearchEngines:
    """A part of 2,000 costs what its rows do, the first like the last; the index costs nothing."""

    def test_the_index_of_the_sitemap(self):
        with watched() as watch:
            parts = sitemaps.parts()
        assert len(parts) > QUESTIONS // sitemaps.PART_IDS
        assert watch.problems(MOST_BUFFERS_FOR_ENDS) == []

    def test_a_part_of_it(self):
        newest = Question.objects.latest("pk").pk // sitemaps.PART_IDS
        oldest = Question.objects.earliest("pk").pk // sitemaps.PART_IDS
        for number in (newest - 1, (oldest + newest) // 2, oldest + 1):
            with watched() as watch:
                assert len(sitemaps.questions(number)) > sitemaps.PART_IDS / 2
            # In order of their ids, so that nothing is sorted; answers are grouped as they come.
            assert watch.problems(sitemaps.PART_IDS) == []

    def test_regions_and_tags(self):
        with watched() as watch:
            assert sitemaps.regions()
            assert sitemaps.tags(Tag.objects.popular().first().pk // sitemaps.PART_IDS)
        assert watch.problems(sitemaps.PART_IDS) == []

    def test_feeds(self):
        busiest, quietest = busiest_and_quietest(3)
        tags = Tag.objects.popular()
        with watched() as watch:
            assert atom.of_site().entries
            assert atom.of_region(busiest).entries
            atom.of_region(quietest)
            assert atom.of_tag(tags.first()).entries
            assert atom.of_tag(tags.filter(question_count=2).first()).entries
        assert watch.problems(MOST_BUFFERS_JOINED) == []


def answers_of(person):
    """As the profile page reads them."""
    return (
        Answer.objects.visible()
        .filter(author=person, question__visibility=0)
        .select_related("question__region")
        .defer("body_html", "question__body", "question__body_html")
    )
