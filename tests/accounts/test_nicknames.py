"""Which names may be worn: by the rules in Python, and by the database whoever writes."""

from __future__ import annotations

import re
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.accounts.services import nicknames
from apps.accounts.validators import (
    NICKNAME_PATTERN,
    RESERVED,
    normalise_nickname,
    skeleton,
    validate_nickname,
)
from apps.core.errors import DomainError
from tests.factories import make_user

good = st.text("가나다라마바사아자차카타파하ABCabc0123456789_", min_size=2, max_size=12)
DISGUISES = {"o": "oO0", "l": "lLiI1", "i": "lLiI1", "e": "eE3", "a": "aA4", "s": "sS5", "t": "tT7"}


def allowed(nickname: str) -> bool:
    try:
        validate_nickname(normalise_nickname(nickname))
    except ValidationError:
        return False
    return True


class TestRules:
    @pytest.mark.parametrize(
        "nickname",
        [
            "애월",
            "한라봉12개",
            "Jeju_Cat",
            "a1",
            "가" * 12,
            "김영희",
            " 애월주민 ",
            "애월\u200b주민",
        ],
    )
    def test_fine(self, nickname):
        assert allowed(nickname)

    @pytest.mark.parametrize(
        "nickname",
        [
            "", "가", "가" * 13, "애월 주민", "애월!", "ㅋㅋㅋ", "애월🍊", "<b>", "@애월", "аdmin",
            "a\u0301b", "ａｄｍｉｎ", "애월/주민", "日本", "../..", "애월\n주민", "a" * 5000,
        ],
    )  # fmt: skip
    def test_not_a_name(self, nickname):
        assert not allowed(nickname)

    @given(st.text())
    def test_only_what_the_database_takes_too(self, text):
        nickname = normalise_nickname(text)
        if allowed(nickname):
            assert re.fullmatch(NICKNAME_PATTERN, nickname)
            assert unicodedata.is_normalized("NFC", nickname)

    @given(
        good.filter(
            lambda name: not any(word in skeleton(name) for word in map(skeleton, RESERVED))
        )
    )
    def test_typed_in_parts_is_the_same_name(self, nickname):
        """A Mac sends Hangul taken apart into letters."""
        assert normalise_nickname(unicodedata.normalize("NFD", nickname)) == nickname

    @given(st.data())
    def test_no_disguise_of_a_reserved_name_passes(self, data):
        word = data.draw(st.sampled_from(RESERVED))
        disguised = "".join(
            data.draw(st.sampled_from(DISGUISES.get(letter, letter + letter.upper())))
            for letter in word
        )
        position = data.draw(st.integers(0, len(disguised)))
        disguised = disguised[:position] + "_" * data.draw(st.integers(0, 2)) + disguised[position:]
        around = data.draw(st.sampled_from(["", "_", "7", "님"]))
        assert not allowed(f"{disguised}{around}")


@pytest.mark.django_db
class TestChoosing:
    def test_free(self):
        assert nicknames.choose(" 애월주민 ") == "애월주민"

    @pytest.mark.parametrize("spelling", ["JejuCat", "jejucat", "JEJUCAT"])
    def test_taken_in_any_capitals(self, spelling):
        make_user("JejuCat")
        with pytest.raises(nicknames.NicknameTaken):
            nicknames.choose(spelling)

    def test_ones_own_may_be_kept_and_recapitalised(self):
        user = make_user("JejuCat")
        assert nicknames.choose("JejuCat", user=user) == "JejuCat"
        assert nicknames.choose("jejucat", user=user) == "jejucat"

    @pytest.mark.parametrize("lookalike", ["Halla_san", "HALLASAN_", "Ha11asan", "hallasan"])
    def test_nobody_looks_like_somebody_of_the_staff(self, lookalike):
        make_user("Hallasan", is_staff=True)
        with pytest.raises(DomainError):
            nicknames.choose(lookalike)

    def test_looking_like_a_neighbour_is_nobodys_business(self):
        make_user("Hallasan")
        assert nicknames.choose("Halla_san") == "Halla_san"


@pytest.mark.django_db
class TestDatabase:
    @pytest.mark.parametrize("nickname", ["가", "애월 주민", "애월!", "", "\u200b애월"])
    def test_refuses_what_the_rules_refuse(self, nickname):
        user = make_user()
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=user.pk).update(nickname=nickname)

    def test_refuses_the_same_name_in_other_capitals(self):
        make_user("JejuCat")
        user = make_user()
        with pytest.raises(IntegrityError, match="user_nickname_unique"), transaction.atomic():
            User.objects.filter(pk=user.pk).update(nickname="jejucat")

    def test_refuses_capitals_in_an_address(self):
        user = make_user()
        with pytest.raises(IntegrityError, match="user_email_lower"), transaction.atomic():
            User.objects.filter(pk=user.pk).update(email="Who@example.com")
