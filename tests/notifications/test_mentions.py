from __future__ import annotations

import pytest

from apps.notifications.mentions import MAX_MENTIONS, mentioned_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    names = ("애월약사", "애월약사님", "바다", "Surfer_7", "제주", "제주도민")
    return {name: make_user(name).pk for name in names}


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@애월약사 아시나요?", ["애월약사"]),
        ("@애월약사님은 아실 거예요", ["애월약사님"]),
        ("@바다님 고마워요", ["바다"]),
        ("@바다는 어때요", ["바다"]),
        ("@바다", ["바다"]),
        ("@바다,@제주.", ["바다", "제주"]),
        ("(@바다)", ["바다"]),
        ("@surfer_7 please", ["Surfer_7"]),
        ("@제주도민입니다", ["제주도민"]),
        # 제주공항 begins with somebody's name but is none.
        ("@제주공항 근처", []),
        ("@없는사람", []),
        ("@바다 @바다 @바다", ["바다"]),
        ("메일은 me@바다.kr 로", []),
        ("hello@Surfer_7", []),
        ("https://example.com/@바다", []),
        ("`@바다` 이렇게 써요", []),
        ("```\n@바다\n```", []),
        ("@\u200b바다", ["바다"]),
        ("바다 불러 주세요", []),
        ("", []),
        ("@@바다", []),
    ],
)
def test_who_is_called(people, text, called):
    assert mentioned_in(text) == [people[name] for name in called]


def test_a_name_written_apart_is_put_together(people):
    import unicodedata

    assert mentioned_in(unicodedata.normalize("NFD", "@애월약사 님")) == [people["애월약사"]]


def test_at_most_ten_are_called():
    users = [make_user() for _number in range(MAX_MENTIONS + 3)]
    text = " ".join(f"@{user.nickname}" for user in users)
    assert mentioned_in(text) == [user.pk for user in users[:MAX_MENTIONS]]


def test_somebody_who_has_left_is_not_called():
    user = make_user(is_active=False)
    assert mentioned_in(f"@{user.nickname}") == []


def test_looking_them_up_takes_one_query(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        mentioned_in("@바다 @제주 @애월약사님은 @없는사람 @Surfer_7")
    with django_assert_num_queries(0):
        mentioned_in("아무도 부르지 않아요")
