"""A filter is completed while its value is typed, and nothing else is offered meanwhile."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Block, User
from apps.search.completing import completions
from tests.factories import AEWOL, make_category, make_question, make_region, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db


def offered(client, typed):
    answer = client.get("/search/suggest/", {"q": typed})
    return [str(each.text) for each in answer.context["suggestions"]]


def becomes(typed):
    """The query that the first offer leads to."""
    return str(completions(typed)[0].query)


class TestPlaces:
    def test_by_their_full_name(self, client):
        region = make_region(AEWOL)
        full = "제주특별자치도 제주시 애월읍"
        type(region).objects.filter(pk=region.pk).update(full_name=full)
        make_question(title="애월 카페 어디예요?")
        drain()
        assert offered(client, "카페 지역:애") == ["지역:애월읍"]
        assert becomes("카페 지역:애") == f'카페 지역:"{full}"'
        assert becomes('카페 지역:"제주시 애') == f'카페 지역:"{full}"'

    def test_those_that_are_not_open_are_not_offered(self, client):
        region = make_region(AEWOL)
        type(region).objects.filter(pk=region.pk).update(is_open=False)
        assert offered(client, "지역:애") == []


class TestPeople:
    @pytest.fixture
    def walker(self):
        return make_user(nickname="뚜벅이Kim")

    def test_whatever_the_case(self, client, walker):
        make_user(nickname="다른이")
        assert offered(client, "작성자:뚜") == ["작성자:뚜벅이Kim"]
        assert becomes("버스 작성자:@뚜벅이k") == "버스 작성자:뚜벅이Kim"

    def test_the_blocked_are_not_offered_to_who_blocked_them(self, as_user, walker):
        reader = make_user()
        Block.objects.create(blocker=reader, blocked=walker)
        assert offered(as_user(reader), "작성자:뚜") == []
        assert offered(as_user(make_user()), "작성자:뚜") == ["작성자:뚜벅이Kim"]

    def test_who_has_left_is_not_offered(self, client, walker):
        User.objects.filter(pk=walker.pk).update(is_active=False)
        assert offered(client, "작성자:뚜") == []

    def test_nobody_is_offered_before_a_letter_is_typed(self, client, walker):
        assert offered(client, "작성자:") == []

    def test_a_few_of_many_are_read_from_the_index(self, walker):
        User.objects.bulk_create(
            User(nickname=f"뚜{n}", email=f"p{n}@example.org") for n in range(3000)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE accounts_user")
        with CaptureQueriesContext(connection) as captured:
            assert len(completions("작성자:뚜")) == 5
        (query,) = captured
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + query["sql"])
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "Index" in plan
        assert "Sort" not in plan


class TestOthers:
    def test_tags(self, client):
        make_question(title="주차 어디에 해요?", tags=["주차장"])
        drain()
        assert offered(client, "카페 #주") == ["#주차장"]
        assert (becomes("카페 #주"), becomes("카페 태그:주")) == ("카페 #주차장", "카페 #주차장")
        assert becomes("카페 -#주") == "카페 -#주차장"

    def test_categories(self, client):
        name = make_category("food").name.replace(" ", "")
        assert f"분류:{name}" in offered(client, f"분류:{name[0]}")
        assert becomes(f"카페 분류:{name}") == f"카페 분류:{name}"

    def test_states(self, client):
        assert offered(client, "답변:") == ["답변:있음", "답변:없음", "답변:채택"]
        assert becomes("카페 답변:채") == "카페 답변:채택"

    @pytest.mark.parametrize("typed", ["애월", "지역:애월 카페", '"지역:애', "시간:애", "지역 애"])
    def test_what_is_no_filter_is_not_completed(self, typed):
        assert completions(typed) is None
