"""What moderators see and may do with people."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from tests.accounts.conftest import confirmed
from tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"


@pytest.fixture
def superuser():
    return User.objects.create_superuser("boss@example.com", "한라산지기", "pass-word-1")


@pytest.fixture
def moderator():
    user = make_user("살피는이", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=("view_user", "change_user")))
    return user


@pytest.fixture
def boss(superuser):
    client = Client()
    client.force_login(superuser)
    return client


@pytest.fixture
def keeper(moderator):
    client = Client()
    client.force_login(moderator)
    return client


def page_of(user) -> str:
    return f"{LIST}{user.pk}/change/"


def act(client, action, *people, reason=""):
    data = {"action": action, "_selected_action": [user.pk for user in people], "reason": reason}
    return client.post(LIST, data, follow=True)


class TestDoor:
    def test_strangers_sign_in_on_the_sites_own_page(self, client):
        response = client.get("/admin/", follow=True)
        assert response.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2F"

    def test_members_are_refused(self, client, member):
        client.force_login(member)
        assert client.get("/admin/", follow=True).status_code == 403

    def test_the_operator_gets_in_without_a_mail(self, client, superuser, mailoutbox):
        data = {"login": superuser.email, "password": "pass-word-1", "next": "/admin/"}
        response = client.post("/accounts/login/", data)
        assert response.url == "/admin/"
        assert client.get("/admin/").status_code == 200
        assert not mailoutbox


class TestList:
    def test_as_many_queries_for_thirty_as_for_one(self, boss):
        region = make_region()

        def queries(people: int) -> int:
            while User.objects.count() < people:
                make_user(home_region=region)
            with CaptureQueriesContext(connection) as captured:
                assert boss.get(LIST).status_code == 200
            return len(captured)

        queries(2)  # fills caches such as the content types
        assert queries(2) == queries(30)

    def test_finds_by_nickname_and_address(self, boss, member):
        make_user("다른이웃")
        for query in ("애월", member.email, str(member.pk)):
            page = boss.get(LIST, {"q": query}).content.decode()
            assert "애월주민" in page
            assert "다른이웃" not in page

    def test_other_lists_open(self, boss, member):
        confirmed(make_user())
        for path in ("account/emailaddress/", "socialaccount/socialaccount/"):
            assert boss.get(f"/admin/{path}").status_code == 200


class TestPerson:
    def test_shows_no_password(self, boss, member):
        page = boss.get(page_of(member)).content.decode()
        assert member.password not in page
        assert 'name="password"' not in page
        assert 'name="email"' not in page

    def test_the_region_is_searched_not_listed(self, boss, member):
        make_region()
        page = boss.get(page_of(member)).content.decode()
        assert "admin-autocomplete" in page
        assert "애월읍" not in page

    def test_changes_the_profile_by_the_sites_rules(self, boss, member):
        data = {"nickname": "운영자1", "bio": "", "home_region": ""}
        assert "운영진으로 보일" in boss.post(page_of(member), data).content.decode()
        region = make_region()
        data = {"nickname": "새이름", "bio": " \u200b안녕 ", "home_region": region.pk}
        assert boss.post(page_of(member), data).status_code == 302
        member.refresh_from_db()
        assert (member.nickname, member.bio, member.home_region) == ("새이름", "안녕", region)

    def test_a_moderator_gives_no_roles(self, keeper, member):
        page = keeper.get(page_of(member)).content.decode()
        assert 'name="is_superuser"' not in page
        data = {
            "nickname": "새이름",
            "bio": "",
            "home_region": "",
            "is_staff": "on",
            "is_superuser": "on",
        }
        assert keeper.post(page_of(member), data).status_code == 302
        member.refresh_from_db()
        assert (member.nickname, member.is_staff, member.is_superuser) == ("새이름", False, False)

    def test_a_moderator_does_not_change_the_staff(self, keeper, superuser):
        data = {"nickname": "새이름", "bio": "", "home_region": ""}
        assert keeper.post(page_of(superuser), data).status_code == 403

    def test_a_superuser_gives_roles_and_keeps_their_own(self, boss, superuser, member):
        data = {"nickname": member.nickname, "bio": "", "home_region": "", "is_staff": "on"}
        assert boss.post(page_of(member), data).status_code == 302
        member.refresh_from_db()
        assert member.is_staff
        data = {"nickname": superuser.nickname, "bio": "", "home_region": "", "is_staff": "on"}
        assert "스스로 내려놓을 수 없어요" in boss.post(page_of(superuser), data).content.decode()

    def test_nobody_is_added_or_deleted_here(self, boss, member):
        assert boss.get(f"{LIST}add/").status_code == 403
        assert boss.post(f"{LIST}{member.pk}/delete/", {"post": "yes"}).status_code == 403


class TestStopping:
    def test_needs_a_reason(self, keeper, member):
        assert "까닭을 적어 주세요" in act(keeper, "deactivate", member).content.decode()
        member.refresh_from_db()
        assert member.is_active

    def test_ends_sessions_and_signing_in(self, keeper, member):
        theirs = Client()
        theirs.force_login(member)
        act(keeper, "deactivate", member, reason="광고를 되풀이해요")
        member.refresh_from_db()
        assert (member.is_active, member.deactivation_reason) == (False, "광고를 되풀이해요")
        assert theirs.get("/settings/").status_code == 302
        assert (
            LogEntry.objects.filter(object_id=str(member.pk))
            .get()
            .change_message.startswith("멈춤")
        )

    def test_and_can_be_undone(self, keeper, member):
        act(keeper, "deactivate", member, reason="광고")
        act(keeper, "activate", member)
        member.refresh_from_db()
        assert (member.is_active, member.deactivation_reason) == (True, "")

    def test_spares_oneself_and_the_staff(self, keeper, moderator, superuser):
        page = act(keeper, "deactivate", moderator, superuser, reason="왜 안 돼요").content.decode()
        assert "자기 계정은 멈출 수 없어요" in page
        assert "최고 관리자만" in page
        assert User.objects.filter(is_active=False).count() == 0

    def test_only_a_superuser_lets_the_staff_back_in(self, keeper, boss):
        colleague = make_user(is_staff=True, is_active=False)
        assert "최고 관리자만" in act(keeper, "activate", colleague).content.decode()
        colleague.refresh_from_db()
        assert not colleague.is_active
        act(boss, "activate", colleague)
        colleague.refresh_from_db()
        assert colleague.is_active
