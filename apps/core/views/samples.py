"""Made-up rows for the styleguide, with the attributes the components read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.utils import timezone

from apps.core import markdown
from apps.core.enums import Visibility
from apps.core.templatetags.dongne import AVATAR_HUES, hue


@dataclass(frozen=True)
class Named:
    """A tag, category or region."""

    name: str
    slug: str = ""
    icon: str = ""
    sido: Named | None = None
    sigungu: Named | None = None


@dataclass(frozen=True)
class Person:
    nickname: str
    level: int = 1
    is_active: bool = True


@dataclass(frozen=True)
class Question:
    id: int
    title: str
    region: Named
    category: Named
    author: Person
    created_at: datetime
    tag_list: list[Named] = field(default_factory=list)
    answer_count: int = 0
    me_too_count: int = 0
    score: int = 0
    bounty: int = 0
    is_urgent: bool = False
    is_open: bool = True
    accepted_answer_id: int | None = None
    edited_at: datetime | None = None
    body_html: str = ""

    @property
    def is_waiting(self) -> bool:
        return self.is_open and not self.answer_count

    # As a card has them.
    @property
    def region_name(self) -> str:
        return self.region.name

    @property
    def category_name(self) -> str:
        return self.category.name

    @property
    def author_name(self) -> str:
        return self.author.nickname

    @property
    def author_level(self) -> int:
        return self.author.level

    @property
    def tag_names(self) -> list[str]:
        return [tag.name for tag in self.tag_list]


@dataclass(frozen=True)
class Post:
    """An answer or a comment."""

    id: int
    author: Person
    created_at: datetime
    body: str
    edited_at: datetime | None = None
    visibility: Visibility = Visibility.VISIBLE
    hidden_reason: str = ""
    is_folded: bool = False

    @property
    def body_html(self) -> str:
        return markdown.render(self.body)


@dataclass(frozen=True)
class Line:
    """A row of the inbox or of the ledger."""

    text: str
    at: datetime
    kind: str = ""
    about: str = ""
    unread: bool = False
    amount: int = 0
    balance: int = 0

    @property
    def icon(self) -> str:
        icons = {"answered": "message-circle", "commented": "comment", "mentioned": "user"}
        return icons.get(self.kind, "points" if self.kind == "points" else "bell")


@dataclass(frozen=True)
class Similar:
    question: Question
    answer: Post
    extract: str


@dataclass(frozen=True)
class Piece:
    kind: str
    text: str


JEJU = Named("제주특별자치도", "제주")
JEJU_CITY = Named("제주시", "제주-제주시", sido=JEJU)
AEWOL = Named("애월읍", "제주-제주시-애월읍", sido=JEJU, sigungu=JEJU_CITY)
CATEGORIES = [
    Named("맛집·카페", "food", "utensils"),
    Named("교통", "transport", "bus"),
    Named("숙소", "stay", "bed"),
    Named("관광", "sights", "mountain"),
    Named("날씨·바다", "weather", "waves"),
    Named("병원·약국", "health", "stethoscope"),
    Named("생활", "living", "shopping-bag"),
    Named("육아", "kids", "baby"),
    Named("부동산", "housing", "building"),
    Named("행사", "events", "calendar"),
    Named("기타", "etc", "circle-help"),
]
FEEDS = [("new", "최신"), ("urgent", "급해요"), ("waiting", "답변 기다려요"), ("hot", "인기")]
PROSE = """애월 해안도로라면 **곽지 쪽**이 한적해요.

- 주차는 공영 주차장이 넓어요
- 물때는 [해양조사원](https://www.khoa.go.kr)에서 볼 수 있어요

> 바람이 세면 오름 쪽이 나아요.

# 가는 길

1. 202번 버스를 타요
2. `곽지해수욕장`에서 내려요
"""


def now() -> datetime:
    return timezone.now()


def ago(**distance: float) -> datetime:
    return timezone.now() - timedelta(**distance)


def asked() -> Question:
    """The question of the question page."""
    return Question(
        id=1,
        title="아이가 열이 39도인데 애월에서 지금 문 연 소아과 있을까요?",
        region=AEWOL,
        category=CATEGORIES[5],
        author=Person("곽지바다", 2),
        created_at=ago(minutes=7),
        tag_list=[Named("소아과"), Named("야간진료"), Named("애월")],
        me_too_count=3,
        score=4,
        bounty=30,
        is_urgent=True,
        edited_at=ago(minutes=2),
        body_html=markdown.render(
            "여행 중이라 차로 30분 안이면 갈 수 있어요. **해열제**는 먹였어요."
        ),
    )


def questions() -> list[Question]:
    """One card for each state a question can be in."""
    return [
        asked(),
        Question(
            id=2,
            title="한림 오일장 주차 편한 자리 어디예요?",
            region=Named("한림읍", "제주-제주시-한림읍"),
            category=CATEGORIES[6],
            author=Person("비양도", 4),
            created_at=ago(seconds=20),
        ),
        Question(
            id=3,
            title=(
                "혼자 조용히 책 읽기 좋은 바다 보이는 카페를 찾아요. 콘센트가 있고 오래 앉아 있어도 눈치 "
                "안 보이는 곳이면 더 좋아요. 애월이나 한담 쪽이면 걸어갈 수 있어요"
            ),
            region=AEWOL,
            category=CATEGORIES[0],
            author=Person("mint_2024", 1),
            created_at=ago(hours=3),
            tag_list=[Named("카페"), Named("오션뷰")],
            answer_count=3,
            me_too_count=12,
            score=8,
        ),
        Question(
            id=4,
            title="공항에서 성산까지 첫차 몇 시에 있나요",
            region=JEJU_CITY,
            category=CATEGORIES[1],
            author=Person("뚜벅이여행자", 1),
            created_at=ago(days=1, hours=2),
            answer_count=5,
            me_too_count=12345,
            accepted_answer_id=9,
        ),
        Question(
            id=5,
            title="이번 주말 노형동 벼룩시장 열리나요?",
            region=Named("노형동", "제주-제주시-노형동"),
            category=CATEGORIES[9],
            author=Person("Zoe", 12),
            created_at=ago(days=40),
            is_open=False,
        ),
    ]


def answer() -> Post:
    return Post(1, Person("애월약사", 7), ago(minutes=4), PROSE, edited_at=ago(minutes=1))


def similar() -> Similar:
    extract = (
        "하귀에 밤 11시까지 보는 소아과가 있어요. 접수는 10시 반에 마감하니 먼저 전화하고 가세요."
    )
    helpful = Post(3, Person("애월약사", 7), ago(days=12), extract)
    return Similar(questions()[2], helpful, extract)


def comments() -> list[Post]:
    texts = (
        "오늘은 접수를 7시에 마감한대요.",
        "@애월약사 고마워요. 지금 출발해요",
        "전화하고 가는 게 좋아요.",
        "주차는 건물 뒤쪽이 넓어요.",
        "저도 도움이 됐어요.",
    )
    people = ("한라봉", "곽지바다", "오름지기", "새별", "협재댁")
    found = [
        Post(number, Person(name), ago(minutes=6 - number), text)
        for number, (name, text) in enumerate(zip(people, texts, strict=True), start=1)
    ]
    found[2] = replace(found[2], visibility=Visibility.HIDDEN, hidden_reason="전화번호가 있었어요")
    found[1] = replace(found[1], is_folded=True)
    return found


def notifications() -> list[Line]:
    title = asked().title
    return [
        Line("애월약사님이 답변했어요", ago(minutes=4), "answered", title, unread=True),
        Line(
            "내 답변이 채택됐어요", ago(hours=2), "accepted", "공항에서 성산까지 첫차", unread=True
        ),
        Line("한라봉님 외 2명이 댓글을 남겼어요", ago(hours=5), "commented", title),
        Line("오름지기님이 나를 불렀어요", ago(days=1), "mentioned", title),
        Line("30포인트를 받았어요", ago(days=3), "points"),
        Line("동네물어봐에 온 것을 환영해요", ago(days=12), "welcome"),
    ]


def ledger() -> list[Line]:
    return [
        Line(
            "답변 채택됨", ago(hours=2), about="공항에서 성산까지 첫차", amount=50, balance=12_480
        ),
        Line("현상 포인트 걸기", ago(days=2), about=asked().title, amount=-30, balance=12_430),
        Line("가입 축하", ago(days=40), amount=100, balance=100),
    ]


def pieces() -> list[Piece]:
    return [
        Piece("same", "애월에서 "),
        Piece("del", "오늘 "),
        Piece("ins", "지금 "),
        Piece("same", "문 연 소아과 있을까요?"),
    ]


def names_of_every_hue() -> list[str]:
    """A nickname for each colour of the avatar."""
    found: dict[int, str] = {}
    for code in range(ord("가"), ord("힣")):
        found.setdefault(hue(chr(code)), chr(code))
        if len(found) == AVATAR_HUES:
            break
    return [found[number] for number in sorted(found)]
