"""Keeping somebody away, from their profile, and letting them back."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Block, User
from apps.accounts.services.blocking import block, unblock
from apps.core.errors import NotAllowed
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST = "/settings/blocks/"
TOKEN = re.compile(r"X-CSRFToken&quot;: &quot;\w+|X-CSRFToken\": \"\w+|data-live=\"[\w:-]+\"")


@pytest.fixture
def other() -> User:
    return make_user("불편한이웃")


def page_of(person: User) -> str:
    return f"/@{person.nickname}/block/"


class TestTheRule:
    def test_twice_is_once(self, member, other):
        first = block(blocker=member, blocked=other)
        assert block(blocker=member, blocked=other) == first
        unblock(blocker=member, blocked=other)
        unblock(blocker=member, blocked=other)
        assert not Block.objects.exists()

    def test_goes_one_way(self, member, other):
        block(blocker=member, blocked=other)
        assert not Block.objects.of(other.pk, member.pk).exists()
        block(blocker=other, blocked=member)
        unblock(blocker=member, blocked=other)
        assert Block.objects.of(other.pk, member.pk).exists()

    def test_not_oneself(self, member):
        with pytest.raises(NotAllowed):
            block(blocker=member, blocked=member)

    def test_the_database_refuses_what_must_not_be(self, member, other):
        block(blocker=member, blocked=other)
        for blocked in (member, other):
            with pytest.raises(IntegrityError), transaction.atomic():
                Block.objects.create(blocker=member, blocked=blocked)


class TestTheWayThere:
    def test_begins_on_the_profile_of_somebody_else(self, as_user, member, other):
        profile = other.get_absolute_url()
        assert "차단하기" in as_user(member).get(profile).content.decode()
        assert "차단하기" not in as_user(other).get(profile).content.decode()
        assert "차단하기" not in as_user().get(profile).content.decode()

    def test_says_what_it_does_before_anything_happens(self, as_user, member, other):
        page = as_user(member).get(page_of(other)).content.decode()
        assert "불편한이웃을 차단할까요?" in page
        assert "답변 요청이 가지 않아요" in page
        assert "알림으로 오지 않아요" in page
        assert "상대에게는 알리지 않아요" in page
        assert not Block.objects.exists()

    def test_blocks_and_says_so(self, as_user, member, other):
        client = as_user(member)
        response = client.post(page_of(other), {"wanted": "1"})
        assert response.url == other.get_absolute_url()
        page = client.get(response.url).content.decode()
        assert "불편한이웃 님을 차단했어요" in page
        assert "차단 풀기" in page
        assert Block.objects.of(member.pk, other.pk).exists()

    def test_asks_again_when_the_form_says_nothing(self, as_user, member, other):
        assert "차단할까요" in as_user(member).post(page_of(other)).content.decode()
        assert not Block.objects.exists()

    def test_the_other_sees_nothing_of_it(self, as_user, member, other):
        def seen() -> str:
            page = as_user(other).get(member.get_absolute_url()).content.decode()
            return TOKEN.sub("", page)

        before = seen()
        block(blocker=member, blocked=other)
        assert seen() == before
        assert "없어요" in as_user(other).get(LIST).content.decode()

    def test_leads_nowhere_to_oneself_or_nobody(self, as_user, member):
        client = as_user(member)
        assert client.post(page_of(member), {"wanted": "1"}).status_code == 403
        assert client.post("/@없는사람/block/", {"wanted": "1"}).status_code == 404
        assert not Block.objects.exists()

    def test_is_for_those_signed_in_and_limited(self, as_user, member, other):
        assert as_user().post(page_of(other), {"wanted": "1"}).status_code == 302
        assert not Block.objects.exists()
        client = as_user(member)
        answers = [client.post(page_of(other), {"wanted": "1"}).status_code for _ in range(21)]
        assert answers == [302] * 20 + [429]


class TestTheList:
    def test_lets_them_back(self, as_user, member, other):
        block(blocker=member, blocked=other)
        client = as_user(member)
        assert "불편한이웃" in client.get(LIST).content.decode()
        response = client.post(page_of(other), {"wanted": "0"})
        assert response.url == LIST
        page = client.get(LIST).content.decode()
        assert "더는 차단하지 않아요" in page
        assert "차단한 사람이 없어요" in page

    def test_is_found_from_the_settings(self, as_user, member):
        assert f'href="{LIST}"' in as_user(member).get("/settings/").content.decode()

    def test_somebody_who_left_can_be_let_back_but_not_blocked(self, as_user, member, other):
        block(blocker=member, blocked=other)
        User.objects.filter(pk=other.pk).update(is_active=False)
        client = as_user(member)
        assert "불편한이웃" in client.get(LIST).content.decode()
        assert client.post(page_of(other), {"wanted": "0"}).url == LIST
        assert client.post(page_of(other), {"wanted": "1"}).status_code == 404

    def test_goes_on_after_twenty_for_the_same_queries(self, as_user, member):
        client = as_user(member)
        client.get(LIST)
        block(blocker=member, blocked=make_user("맨처음이웃"))
        with CaptureQueriesContext(connection) as one:
            client.get(LIST)
        for _number in range(20):
            block(blocker=member, blocked=make_user())
        with CaptureQueriesContext(connection) as many:
            page = client.get(LIST)
        assert len(many) == len(one)
        assert "맨처음이웃" not in page.content.decode()
        more = client.get(
            LIST, {"cursor": page.context["page"].next_cursor}, headers={"HX-Request": "true"}
        )
        assert "맨처음이웃" in more.content.decode()
        assert "<html" not in more.content.decode()
