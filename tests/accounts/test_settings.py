"""The settings page."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts.models import User
from tests.factories import AEWOL, SEOUL, make_region, make_user

pytestmark = pytest.mark.django_db
PAGE = "/settings/"


@pytest.fixture
def mine(member):
    client = Client()
    client.force_login(member)
    return client


def save(client, **data):
    return client.post(PAGE, {"nickname": "애월주민", "bio": "", "home_region": ""} | data)


class TestSaving:
    def test_works(self, mine, member):
        region = make_region()
        response = save(
            mine, nickname="새이름", bio=" 귤밭 옆에\u202e 살아요 ", home_region=region.pk
        )
        assert response.url == PAGE
        member.refresh_from_db()
        assert (member.nickname, member.bio, member.home_region) == (
            "새이름",
            "귤밭 옆에 살아요",
            region,
        )
        page = mine.get(PAGE).content.decode()
        assert "바꾼 내용을 저장했어요" in page
        assert "귤밭 옆에 살아요" in page

    def test_twice_is_once(self, mine, member):
        for _ in range(2):
            assert save(mine, bio="안녕하세요").url == PAGE
        member.refresh_from_db()
        assert member.bio == "안녕하세요"

    def test_says_all_that_is_wrong_at_once_and_keeps_what_was_typed(self, mine, member):
        response = save(mine, nickname="가", bio="나" * 301)
        page = response.content.decode()
        assert response.status_code == 400
        assert "2~12자" in page
        assert "소개는 300자까지" in page
        assert "나" * 301 in page
        member.refresh_from_db()
        assert (member.nickname, member.bio) == ("애월주민", "")

    @pytest.mark.parametrize("region", ["99999999", "abc", "-1", "1" * 50, "１"])
    def test_refuses_what_is_no_region(self, mine, member, region):
        response = save(mine, home_region=region)
        assert response.status_code == 400
        member.refresh_from_db()
        assert member.home_region is None

    def test_somebody_elses_name_is_refused(self, mine):
        make_user("JejuCat")
        assert "이미 쓰고 있는" in save(mine, nickname="jejucat").content.decode()

    def test_a_bio_is_text(self, mine, member):
        save(mine, bio="<script>alert(1)</script>")
        page = mine.get(f"/@{member.nickname}/").content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page

    def test_changes_only_oneself(self, mine):
        other = make_user()
        save(mine, bio="안녕", id=other.pk, user=other.pk)
        other.refresh_from_db()
        assert other.bio == ""


class TestRegion:
    def test_goes_to_the_picker_and_back_losing_nothing(self, mine):
        response = save(mine, bio="쓰던 소개", change_region="1")
        assert response.url == "/r/?next=%2Fsettings%2F&field=home_region&closed=1"
        region = make_region(AEWOL)
        page = mine.get(f"{PAGE}?home_region={region.pk}").content.decode()
        assert "쓰던 소개" in page
        assert region.full_name in page
        assert "저장하면 바뀌어요" in page

    def test_looking_does_not_change_it(self, mine, member):
        mine.get(f"{PAGE}?home_region={make_region().pk}")
        member.refresh_from_db()
        assert member.home_region is None

    @pytest.mark.parametrize("region", ["abc", "99999999", "", "1" * 400, "<b>"])
    def test_a_made_up_one_is_ignored(self, mine, region):
        assert mine.get(PAGE, {"home_region": region}).status_code == 200

    def test_may_be_one_that_is_not_open_yet(self, mine, member):
        save(mine, home_region=make_region(SEOUL).pk)
        member.refresh_from_db()
        assert member.home_region_id == SEOUL


class TestDoor:
    def test_is_for_somebody_signed_in(self, client):
        assert client.get(PAGE).url == "/accounts/login/?next=/settings/"
        assert client.post(PAGE).status_code == 302

    def test_refuses_other_methods(self, mine):
        assert mine.put(PAGE).status_code == 405
        assert mine.delete(PAGE).status_code == 405

    def test_is_nobody_elses_to_keep(self, mine):
        assert "no-store" in mine.get(PAGE).headers["Cache-Control"]

    def test_is_limited(self, mine):
        answers = [save(mine).status_code for _ in range(21)]
        assert answers == [302] * 20 + [429]

    def test_keeps_what_was_typed_at_the_limit(self, mine):
        for _ in range(20):
            save(mine)
        assert "긴 소개를 썼어요" in save(mine, bio="긴 소개를 썼어요").content.decode()


class TestProfile:
    def test_everybody_sees_it(self, client, member):
        User.objects.filter(pk=member.pk).update(
            bio="귤밭 옆에 살아요", question_count=3, answer_count=8, accepted_count=5, level=4,
            home_region=make_region(),
        )  # fmt: skip
        page = client.get("/@애월주민/").content.decode()
        for text in ("애월주민", "귤밭 옆에 살아요", "애월읍", "62%"):
            assert text in page
        assert member.email not in page

    def test_before_the_first_answer_there_is_no_rate(self, client, member):
        assert "–" in client.get("/@애월주민/").content.decode()


def test_a_profile_sent_after_the_session_had_ended_waits_for_the_sign_in(client, member):
    data = {"nickname": "새이름이에요", "bio": "한담에서 열 해째 살아요.", "home_region": ""}
    response = client.post("/settings/", data)
    assert response.url == "/accounts/login/?next=/settings/"
    client.force_login(member)
    for _reload in range(2):
        page = client.get("/settings/").content.decode()
        assert "한담에서 열 해째 살아요." in page
        assert 'value="새이름이에요"' in page
        assert "아직 저장하지 않은 내용" in page
    assert "한담에서" not in client.get("/settings/?stored=1").content.decode()
    client.post("/settings/", data)
    member.refresh_from_db()
    assert member.bio == "한담에서 열 해째 살아요."
    assert "아직 저장하지 않은 내용" not in client.get("/settings/").content.decode()
