"""The people who ask and answer. Nobody can sign in as one of them: they have no usable password."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from apps.demo.generate import rows
from apps.demo.generate.posts import Plan
from apps.demo.generate.vocabulary import nickname_words

MAIL_DOMAIN = "generated.dongne.test"
NO_PASSWORD = "!"  # noqa: S105 -- Django's mark for "none will do"
JOINED_UP_TO_DAYS_BEFORE = 365
FIRST_NAMES = [
    "귤따는",
    "바람부는",
    "노래하는",
    "걷는",
    "달리는",
    "꿈꾸는",
    "웃는",
    "졸린",
    "배고픈",
    "느긋한",
    "부지런한",
    "수줍은",
    "용감한",
    "따뜻한",
    "파란",
    "하얀",
    "까만",
    "동그란",
    "작은",
    "커다란",
    "오래된",
    "새로온",
    "숨은",
    "떠도는",
]
LAST_NAMES = [
    "돌고래",
    "고래",
    "갈매기",
    "조랑말",
    "노루",
    "고등어",
    "갈치",
    "한치",
    "소라",
    "전복",
    "감귤",
    "한라봉",
    "동백",
    "수국",
    "유채",
    "억새",
    "오름",
    "포구",
    "등대",
    "파도",
    "구름",
    "노을",
    "다람쥐",
    "고양이",
    "강아지",
    "토끼",
    "부엉이",
    "올빼미",
    "여우",
    "너구리",
    "두더지",
    "도토리",
]


def people(
    plan: Plan, asked: array[int], answered: array[int], accepted: array[int]
) -> Iterator[rows.Row]:
    """One row a person; the arrays hold each one's counters."""
    rng = Random(f"{plan.seed} people")
    for offset in range(plan.users):
        number = plan.first_user + offset
        home = plan.country.pick(rng).id if rng.random() < 0.8 else None
        joined = plan.start - timedelta(days=JOINED_UP_TO_DAYS_BEFORE * rng.random())
        yield (
            number, NO_PASSWORD, f"u{number}@{MAIL_DOMAIN}", nickname(number), home, joined,
            asked[offset], answered[offset], accepted[offset],
        )  # fmt: skip


def nickname(number: int) -> str:
    """Different for every number: two words, and how often they have been used before."""
    firsts, lasts = nickname_words()
    rest, first = divmod(number, len(firsts))
    times, last = divmod(rest, len(lasts))
    return f"{firsts[first]}{lasts[last]}{times + 1}"
