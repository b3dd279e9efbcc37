"""Questions around a point: which, in which order, and how exactly anybody learns where."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from apps.core.errors import ValidationFailed
from apps.core.pagination import InvalidCursor, encode
from apps.questions import nearby
from apps.questions.feeds import NEWEST
from apps.questions.geometry import GRIDS, RADII, ROWS, Around, Spot
from apps.questions.models import Draft, Question
from apps.questions.nearby import MOST_CELLS, Order, near_page
from apps.questions.services import editing, removing
from apps.questions.services.drafting import save_draft
from apps.questions.services.locating import Pin
from tests.factories import make_category, make_question, make_user

HERE = (33.460, 126.310)
# Of later pages by time: by squares, and by the index of spots.
NONE_ARE_FEW, ALL_ARE_FEW = 0, 10**15
WAYS = [(Order.NEAR, nearby.FEW), (Order.NEW, NONE_ARE_FEW), (Order.NEW, ALL_ARE_FEW)]


def at(lat, lng, **about) -> Question:
    return make_question(point=(lat, lng), **about)


def found(km=3.0, order=Order.NEAR, cursor=None, here=HERE):
    return near_page(Around(*here, km), order=order, cursor=cursor)


def ids(page):
    return [near.question.id for near in page.items]


def walked(order, km):
    """The ids of all pages."""
    page = found(km, order)
    seen = ids(page)
    while page.next_cursor:
        page = found(km, order, page.next_cursor)
        seen += ids(page)
    return seen


def haversine(one, other):
    """Metres between two points of a sphere."""
    lat, lng, to_lat, to_lng = map(radians, (*one, *other))
    half = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lng - lng) / 2) ** 2
    return 2 * 6_371_009 * asin(sqrt(half))


class TestDistance:
    @pytest.mark.django_db
    @pytest.mark.parametrize("here", [HERE, (38.2, 128.55)])
    @pytest.mark.parametrize(("up", "across"), [(0.012, 0), (0, 0.012), (0.1, -0.12), (-0.12, 0.1)])
    def test_is_that_of_the_globe(self, here, up, across):
        place = (here[0] + up, here[1] + across)
        at(*place)
        (near,) = found(20.0, here=here).items
        # Spots are moved by up to 10 m to each side.
        assert near.metres == pytest.approx(haversine(here, place), rel=0.003, abs=21)

    @pytest.mark.django_db
    def test_questions_at_one_point_are_hardly_moved_and_rarely_to_one_place(self):
        spots = [Spot().written("33.461", "126.311", str(pk)) for pk in range(5000, 6000)]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(f'{spot} <-> {spots[0]}' for spot in spots)}")
            moved = [far * 111_195 for far in cursor.fetchone()]
        assert max(moved) < 32
        assert sorted(moved)[1] > 0.1

    @given(
        lat=st.floats(33, 38.5), lng=st.floats(124.5, 131), km=st.sampled_from(RADII),
        turn=st.floats(0, 6.28), part=st.floats(0, 1),
    )  # fmt: skip
    def test_the_squares_cover_the_circle(self, lat, lng, km, turn, part):
        around = Around(lat, lng, km)
        up = part * km * sin(turn) / 111.195
        across = part * km * cos(turn) / around.km_per_unit
        n = around.per_degree
        square = int((lat + up) * n * ROWS // 1) * 10_000 + int((lng + across) * n // 1)
        assert square in around.cells()
        assert len(around.cells()) <= MOST_CELLS

    def test_every_circle_has_its_grid(self):
        assert {Around(*HERE, km).per_degree for km in RADII} == set(GRIDS)


@pytest.mark.django_db
class TestLists:
    def test_the_nearest_come_first_or_the_newest_and_nothing_from_outside(self):
        far = at(33.479, 126.310)
        near = at(33.461, 126.310)
        middle = at(33.465, 126.310)
        at(33.460, 126.350)
        make_question(title="위치가 없는 질문")
        assert ids(found()) == [near.pk, middle.pk, far.pk]
        assert ids(found(order=Order.NEW)) == [middle.pk, near.pk, far.pk]
        assert ids(found(1)) == ids(found(1, Order.NEW))[::-1] == [near.pk, middle.pk]

    @pytest.mark.parametrize(("order", "few"), WAYS)
    def test_pages_follow_each_other_without_gap_or_repeat(self, order, few, monkeypatch):
        monkeypatch.setattr(nearby, "FEW", few)
        author = make_user()
        asked = [at(33.460 + number % 7 / 1000, 126.310, author=author) for number in range(45)]
        for number, question in enumerate(asked):
            moment = timezone.now() - timedelta(minutes=number // 3)
            Question.objects.filter(pk=question.pk).update(created_at=moment)
        pages, cursor = [], None
        for _page in range(3):
            page = found(order=order, cursor=cursor)
            pages += page.items
            cursor = page.next_cursor
        assert cursor is None
        assert sorted(near.question.id for near in pages) == [question.pk for question in asked]
        if order == Order.NEAR:
            assert [near.metres for near in pages] == sorted(near.metres for near in pages)
        else:
            times = [near.question.created_at for near in pages]
            assert times == sorted(times, reverse=True)

    @pytest.mark.parametrize(("order", "few"), WAYS)
    def test_nothing_is_lost_between_pages_wherever_it_lies(self, order, few, monkeypatch):
        """Also on the lines by which the index is told what was shown, and close to the middle."""
        monkeypatch.setattr(nearby, "FEW", few)
        author = make_user()
        lat, lng = HERE
        spots = [
            *((lat, lng + step / 1_000_000) for step in (0, 0, 1, 2, 3, 5, 9, 400, 400, 5000, 9000)),
            *((lat + step / 1_000_000, lng) for step in (-1, 2, -4, 700, -700, 6000)),
            *((lat - 0.012 + n * 79 % 241 / 1e4, lng - 0.012 + n * 47 % 239 / 1e4) for n in range(60)),
            *((lat, lng + n / 1e6) for n in range(1000, 1045)),
            *((lat + n % 7 / 1000, lng + n % 5 / 1000) for n in range(-20, 20)),
        ]  # fmt: skip
        for spot in spots:
            at(*spot, author=author, is_public_place=True)
        around = Around(*HERE, 1)
        inside = Question.objects.within(around.x, around.y, around.radius)
        in_order = inside.order_by(*(("far", "pk") if order == Order.NEAR else NEWEST))
        assert walked(order, 1) == list(in_order.values_list("pk", flat=True))
        assert in_order.count() > 100

    @pytest.mark.parametrize("few", [NONE_ARE_FEW, ALL_ARE_FEW])
    def test_a_circle_with_little_in_it_beside_a_town_shows_it(self, few, monkeypatch):
        """The newest of the squares are all of the town's."""
        monkeypatch.setattr(nearby, "FEW", few)
        author = make_user()
        inside = [at(33.460, 126.310, author=author) for _number in range(25)]
        asked = at(33.495, 126.310, author=author)
        asked.refresh_from_db()
        town = [copy(asked) for _number in range(nearby.MOST_PASSED)]
        for question in town:
            question.pk, question.created_at = None, timezone.now()
        Question.objects.bulk_create(town, batch_size=500)
        newest = [question.pk for question in inside[::-1]]
        assert walked(Order.NEW, 3) == newest

    @pytest.mark.parametrize("order", Order)
    def test_what_is_hidden_or_deleted_is_nowhere_near(self, order):
        hidden, deleted = at(*HERE), at(*HERE)
        removing.hide(moderator=make_user(is_staff=True), post=hidden, reason="광고")
        removing.delete_question(user=deleted.author, question=deleted)
        assert found(order=order).items == []

    def test_the_nearest_end_somewhere(self, monkeypatch):
        monkeypatch.setattr(nearby, "NEAREST_MAX", 22)
        author = make_user()
        for number in range(25):
            at(33.460 + number / 10_000, 126.310, author=author)
        second = found(cursor=found().next_cursor)
        assert len(second.items) == 2
        assert second.next_cursor is None

    def test_what_is_asked_about_at_one_moment_is_told_apart_to_the_microsecond(self):
        author, moment = make_user(), timezone.now()
        asked = [at(*HERE, author=author).pk for _number in range(3)]
        for number, pk in enumerate(asked):
            created = moment + timedelta(microseconds=(1, 2, 0)[number])
            Question.objects.filter(pk=pk).update(created_at=created)
        assert ids(found(order=Order.NEW)) == [asked[1], asked[0], asked[2]]

    @pytest.mark.parametrize(
        ("order", "cursor"),
        [
            (Order.NEAR, encode(["2026-01-01T00:00:00+09:00", 1])),
            (Order.NEAR, encode([0.1, 0.5, 20])),
            (Order.NEAR, encode([10**400, 1, 20])),
            (Order.NEAR, encode([0.1, 1, "all"])),
            (Order.NEW, encode([1.0, 1, 0])),
            (Order.NEW, encode(["2026-01-01T00:00:00+09:00", 1, 2])),
            (Order.NEW, encode(["2026-01-01T00:00:00+09:00", 1])),
            *((order, "!") for order in Order),
        ],
    )
    def test_cursors_of_other_lists_are_refused(self, order, cursor):
        with pytest.raises(InvalidCursor):
            found(order=order, cursor=cursor)


@pytest.mark.django_db
class TestHowExactly:
    def test_a_private_point_is_made_coarse_before_it_is_stored(self):
        question = at(33.4606123, 126.3105987)
        question.refresh_from_db()
        assert (str(question.lat), str(question.lng)) == ("33.461000", "126.311000")
        assert not question.is_public_place

    def test_a_public_place_is_shown_exactly(self):
        question = at(33.4606123, 126.3105987, is_public_place=True)
        question.refresh_from_db()
        assert (str(question.lat), str(question.lng)) == ("33.460610", "126.310600")

    def test_without_a_point_there_is_no_public_place(self):
        assert not make_question(is_public_place=True).is_public_place

    @pytest.mark.parametrize(
        "columns",
        [
            {"lat": "33.460612", "lng": "126.311"},
            {"lat": "33.461", "lng": "126.310598"},
            {"lat": None, "lng": None, "is_public_place": True},
        ],
    )
    def test_the_database_refuses_an_exact_private_point(self, columns):
        question = at(*HERE)
        with pytest.raises(IntegrityError, match="question_point_is_coarse"), transaction.atomic():
            Question.objects.filter(pk=question.pk).update(**columns)

    def test_a_draft_keeps_it_no_better(self):
        author = make_user()
        written = {"title": "쓰던 제목", "lat": "33.460612", "lng": "126.310598"}
        save_draft(author=author, question=None, data=written)
        assert Draft.objects.get().data["lat"] == "33.461"
        save_draft(author=author, question=None, data=written | {"is_public_place": "on"})
        assert Draft.objects.get().data["lng"] == "126.310598"
        save_draft(author=author, question=None, data=written | {"lat": "집 앞"})
        assert "lat" not in Draft.objects.get().data

    def test_nor_does_what_a_visitor_was_writing(self, client):
        client.post("/ask/", {"title": "어디가 좋아요?", "lat": "33.460612", "lng": "126.310598"})
        assert "33.460612" not in str(dict(client.session))
        assert "33.461" in str(dict(client.session))


@pytest.mark.django_db
class TestEditing:
    def edit(self, question, **changes):
        question.refresh_from_db()
        values = {
            "title": question.title,
            "body": question.body,
            "category": question.category,
            "tags": [],
            "is_urgent": False,
            "version": question.version,
        }
        return editing.edit_question(editor=question.author, question=question, **values | changes)

    def test_a_point_can_be_moved_made_public_coarse_again_and_taken_away(self):
        question = at(*HERE)
        self.edit(question, pin=Pin((33.4606123, 126.3105987), is_public_place=True))
        question.refresh_from_db()
        assert str(question.lat) == "33.460610"
        self.edit(question, pin=Pin((float(question.lat), float(question.lng))))
        question.refresh_from_db()
        assert (str(question.lat), question.is_public_place) == ("33.461000", False)
        self.edit(question, pin=Pin(None))
        question.refresh_from_db()
        assert (question.lat, question.version) == (None, 4)

    def test_it_stays_when_nothing_is_said_of_it(self):
        question = at(*HERE)
        self.edit(question, title="제목만 고친 질문이에요")
        question.refresh_from_db()
        assert str(question.lat) == "33.460000"
        assert self.edit(question, pin=Pin(HERE)).version == question.version

    def test_it_stays_in_the_country(self):
        with pytest.raises(ValidationFailed):
            self.edit(at(*HERE), pin=Pin((10.0, 10.0)))

    def test_the_page_keeps_it(self, client):
        question = at(*HERE)
        client.force_login(question.author)
        form = client.get(f"/q/{question.pk}/edit/").context["form"]
        sent = {
            name: form[name].value()
            for name in ("title", "body", "category", "version", "lat", "lng")
        }
        client.post(f"/q/{question.pk}/edit/", sent | {"title": "고친 제목이에요"})
        question.refresh_from_db()
        assert (question.title, str(question.lng)) == ("고친 제목이에요", "126.310000")


@pytest.mark.django_db
class TestPage:
    def test_is_about_the_address_to_a_hundred_metres(self, client):
        question = at(*HERE, title="가까이에서 묻는 질문")
        page = client.get("/nearby/", {"lat": "33.461", "lng": "126.311"})
        assert question.title in page.content.decode()
        assert 'data-spot="33.460000,126.310000"' in page.content.decode()
        exact = client.get("/nearby/", {"lat": "33.4606123", "lng": "126.3105987", "km": "5"})
        assert exact.headers["Location"] == "/nearby/?lat=33.461&lng=126.311&km=5&order=near"

    @pytest.mark.parametrize(
        ("asked", "shown"),
        [("0.5", 1), ("1", 1), ("3", 5), ("10", 20), ("50", 20), ("x", 5), ("nan", 5), ("", 5)],
    )
    def test_the_next_wider_circle_is_taken(self, client, asked, shown):
        """Also for links from when others were offered."""
        page = client.get("/nearby/", {"lat": "33.461", "lng": "126.311", "km": asked})
        assert (page.status_code, page.context["around"].km) == (200, shown)
        chip = f'aria-current="true" rel="nofollow">{shown}km</a>'
        assert chip in page.content.decode()

    def test_says_that_more_are_farther_only_where_there_may_be(self, client, monkeypatch):
        monkeypatch.setattr(nearby, "NEAREST_MAX", 22)
        author, address = make_user(), "/nearby/?lat=33.460&lng=126.310"
        for number in range(21):
            at(*HERE, author=author, title=f"질문 번호 {number:02}번")
        second = f"{address}&cursor={client.get(address).context['page'].next_cursor}"
        assert "개까지 보여요" not in client.get(second).content.decode()
        for _number in range(2):
            at(33.465, 126.310, author=author)
        assert "개까지 보여요" in client.get(second).content.decode()

    def test_a_posted_position_comes_back_rounded(self, client):
        sent = {"lat": "33.46061", "lng": "126.31059", "km": "1", "order": "new"}
        there = client.post("/nearby/", sent)
        assert there.headers["Location"] == "/nearby/?lat=33.461&lng=126.311&km=1&order=new"
        assert client.post("/nearby/", {"lat": "nan", "lng": "1"}).status_code == 400

    def test_without_a_position_it_is_about_the_region_looked_at(self, client):
        question = at(33.401, 126.501, title="한가운데에서 묻는 질문")
        region = question.region
        page = client.get("/nearby/", {"region": region.pk}).content.decode()
        assert question.title in page
        assert f"{region.name} 둘레의 질문" in page
        client.cookies["region"] = str(region.pk)
        assert question.title in client.get("/nearby/").content.decode()

    def test_without_any_place_it_asks_for_one(self, client):
        assert "어디 둘레를 볼까요?" in client.get("/nearby/").content.decode()
        assert "우리나라 밖" in client.get("/nearby/?lat=48.000&lng=2.000").content.decode()

    def test_more_comes_with_its_distance(self, client):
        author = make_user()
        for number in range(22):
            at(33.460, 126.310, author=author, title=f"질문 번호 {number:02}번")
        first = client.get("/nearby/?lat=33.460&lng=126.310")
        cursor = first.context["page"].next_cursor
        rest = client.get(
            "/nearby/",
            {"lat": "33.460", "lng": "126.310", "cursor": cursor},
            headers={"HX-Request": "true"},
        ).content.decode()
        assert "<html" not in rest
        assert rest.count("100m 안") == 2

    def test_says_how_far_something_is_no_finer_than_points_are(self, client):
        at(33.465, 126.310)
        assert "</svg>600m</p>" in client.get("/nearby/?lat=33.460&lng=126.310").content.decode()

    def test_the_number_of_queries_does_not_grow(self, client, django_assert_num_queries):
        author = make_user()
        at(*HERE, author=author, tags=["하나"])
        address = "/nearby/?lat=33.460&lng=126.310"
        client.get(address)
        with django_assert_num_queries(1):
            client.get(address)
        for number in range(20):
            at(*HERE, author=author, tags=[f"태그{number}"])
        for order in Order:
            with django_assert_num_queries(1):
                client.get(f"{address}&order={order}")

    def test_is_asked_for_so_often_and_no_oftener(self, client, settings):
        settings.RATE_LIMITS = {"nearby": "2/m"}
        assert [client.get("/nearby/").status_code for _time in range(3)] == [200, 200, 429]
        assert client.get("/api/v1/locations/nearby/?lat=33.4&lng=126.3").status_code == 429

    def test_its_policy_lets_the_provider_in_and_no_other_page_does(self, client):
        policy = client.get("/nearby/").headers["Content-Security-Policy"]
        assert "https://tile.openstreetmap.org" in policy
        assert "openstreetmap" not in client.get("/").headers["Content-Security-Policy"]

    def test_the_question_leads_to_the_map_of_the_provider(self, client, settings):
        question = at(*HERE)
        assert "https://www.openstreetmap.org/?mlat=33.460000" in (
            client.get(question.get_absolute_url()).content.decode()
        )


@pytest.mark.django_db
class TestApi:
    ADDRESS = "/api/v1/locations/nearby/"

    def test_tells_where_and_how_far(self, client):
        near, far = at(33.461, 126.310, tags=["노을"]), at(33.470, 126.310)
        wanted = {"lat": 33.4604, "lng": 126.3101, "km": 3}
        answer = client.get(self.ADDRESS, wanted).json()
        assert [item["id"] for item in answer["items"]] == [near.pk, far.pk]
        told = [item["distance_m"] for item in answer["items"]]
        assert told == [pytest.approx(111, abs=21), pytest.approx(1112, abs=21)]
        assert [metres % 10 for metres in told] == [0, 0]
        assert answer["items"][0]["lat"] == 33.461
        assert answer["items"][0]["tags"] == ["노을"]
        newest = client.get(self.ADDRESS, wanted | {"order": "new"}).json()
        assert [item["id"] for item in newest["items"]] == [far.pk, near.pk]

    @pytest.mark.parametrize(
        "wrong", [{"lat": 48}, {"lng": "x"}, {"km": 21}, {"order": "old"}, {"lat": "nan"}]
    )
    def test_says_what_is_wrong(self, client, wrong):
        refused = client.get(self.ADDRESS, {"lat": 33.46, "lng": 126.31} | wrong)
        assert refused.status_code == 400
        assert list(wrong) == list(refused.json()["error"]["fields"])

    def test_a_public_place_is_pinned_by_asking_and_editing(self, client):
        author, category = make_user(), make_category("food")
        client.force_login(author)
        question = make_question(author, category=category)
        sent = {
            "title": question.title, "body": "", "category": "food", "tags": [], "is_urgent": False,
            "version": 1, "lat": 33.4606123, "lng": 126.3105987, "is_public_place": True,
        }  # fmt: skip
        address = f"/api/v1/questions/{question.pk}/"
        shown = client.put(address, sent, content_type="application/json").json()
        assert (shown["lat"], shown["is_public_place"]) == (33.46061, True)
        del sent["lat"], sent["lng"], sent["is_public_place"]
        kept = client.put(address, sent | {"version": 2}, content_type="application/json").json()
        assert kept["lat"] == 33.46061
        half = client.put(
            address, sent | {"version": 2, "lat": 33.4}, content_type="application/json"
        )
        assert half.status_code == 400
