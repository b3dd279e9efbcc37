from __future__ import annotations

import pytest

from tests.regions.conftest import AEWOL, JEJU, JEJU_CITY

LIST, LOCATE = "/api/v1/regions/", "/api/v1/regions/locate/"


def detail(region_id: int) -> str:
    return f"/api/v1/regions/{region_id}/"


class TestList:
    def test_without_a_question_it_gives_the_provinces(self, client, db):
        body = client.get(LIST).json()
        assert len(body["items"]) == 17
        assert body["next"] is None
        assert body["items"][0] == {
            "id": JEJU,
            "code": "5000000000",
            "url": "/r/%EC%A0%9C%EC%A3%BC/",
            "name": "제주특별자치도",
            "full_name": "제주특별자치도",
            "slug": "제주",
            "level": "sido",
            "parent_id": None,
            "lat": pytest.approx(33.4, abs=0.3),
            "lng": pytest.approx(126.5, abs=0.5),
            "is_open": True,
        }

    def test_it_goes_down_the_tree(self, client, db):
        items = client.get(LIST, {"parent": JEJU}).json()["items"]
        assert [item["name"] for item in items] == ["제주시", "서귀포시"]

    def test_it_searches(self, client, db):
        items = client.get(LIST, {"q": "제주시 애월읍"}).json()["items"]
        assert [item["id"] for item in items] == [AEWOL]

    def test_it_searches_inside_a_region(self, client, db):
        items = client.get(LIST, {"q": "남원", "parent": JEJU}).json()["items"]
        assert [item["full_name"] for item in items] == ["제주특별자치도 서귀포시 남원읍"]

    @pytest.mark.parametrize(
        "asked",
        [
            {"parent": "abc"},
            {"parent": "1"},
            {"parent": "9" * 30},
            {"q": "가" * 201},
        ],
    )
    def test_what_it_cannot_read_is_refused_by_field(self, client, db, asked):
        response = client.get(LIST, asked)
        assert response.status_code == 400
        assert set(response.json()["error"]["fields"]) == set(asked)

    @pytest.mark.parametrize("asked", [{}, {"parent": JEJU_CITY}, {"q": "동"}])
    def test_the_number_of_queries_does_not_grow(
        self, client, db, asked, django_assert_num_queries
    ):
        with django_assert_num_queries(1 + ("parent" in asked)):
            client.get(LIST, asked)

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_it_is_only_read(self, client, operator, method):
        client.force_login(operator)
        assert getattr(client, method)(LIST).status_code == 405


class TestDetail:
    def test_it_tells_the_ancestors(self, client, db, django_assert_num_queries):
        with django_assert_num_queries(1):
            body = client.get(detail(AEWOL)).json()
        assert body["level"] == "emd"
        assert [above["name"] for above in body["ancestors"]] == ["제주특별자치도", "제주시"]

    @pytest.mark.parametrize("region_id", [0, 1, 99999999, 10**30])
    def test_an_unknown_region_is_not_found(self, client, db, region_id):
        response = client.get(detail(region_id))
        assert response.status_code == 404
        assert response.json()["error"]["code"] == "not_found"


class TestLocate:
    def test_a_position_becomes_its_region(self, client, db):
        body = client.get(LOCATE, {"lat": 33.4606, "lng": 126.3105}).json()
        assert body["full_name"] == "제주특별자치도 제주시 애월읍"

    def test_at_sea_there_is_none(self, client, db):
        response = client.get(LOCATE, {"lat": 33.0, "lng": 126.0})
        assert response.status_code == 404
        assert response.json()["error"]["message"] == "이 위치에는 아는 동네가 없어요."

    @pytest.mark.parametrize(
        "position",
        [
            {},
            {"lat": 33},
            {"lat": "x", "lng": 1},
            {"lat": 91, "lng": 0},
            {"lat": "nan", "lng": 126},
            {"lat": 33, "lng": "inf"},
        ],
    )
    def test_what_is_no_position_is_refused(self, client, db, position):
        response = client.get(LOCATE, position)
        assert response.status_code == 400
        assert response.json()["error"]["fields"]

    def test_asking_all_the_time_is_slowed_down(self, client, db, settings):
        settings.RATE_LIMITS = {"locate": "1/m"}
        here = {"lat": 33.4606, "lng": 126.3105}
        assert client.get(LOCATE, here).status_code == 200
        refused = client.get(LOCATE, here)
        assert refused.status_code == 429
        assert refused.json()["error"]["code"] == "rate_limited"
