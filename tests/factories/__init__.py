"""A fixed cast and a small map. Everything is made through the services the site uses."""

from __future__ import annotations

import itertools
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group

from apps.accounts import moderators
from apps.accounts.models import User
from apps.questions.models import Answer, Category, Question
from apps.questions.services.answering import answer
from apps.questions.services.asking import ask
from apps.regions.models import Region

_numbers = itertools.count(1)

AEWOL, JEJU_CITY, JEJU, SEOUL = 50110253, 50110000, 50000000, 11000000

_MAP: dict[int, dict[str, Any]] = {
    JEJU: {"name": "제주특별자치도", "level": 1, "parent_id": None, "sido_id": JEJU},
    JEJU_CITY: {
        "name": "제주시",
        "level": 2,
        "parent_id": JEJU,
        "sido_id": JEJU,
        "sigungu_id": JEJU_CITY,
    },
    AEWOL: {
        "name": "애월읍",
        "level": 3,
        "parent_id": JEJU_CITY,
        "sido_id": JEJU,
        "sigungu_id": JEJU_CITY,
    },
    SEOUL: {"name": "서울특별시", "level": 1, "parent_id": None, "sido_id": SEOUL},
}


def make_region(region_id: int = AEWOL) -> Region:
    """A region of the small map with its ancestors. Jeju is open, Seoul is not."""
    fields = _MAP[region_id]
    if fields["parent_id"]:
        make_region(fields["parent_id"])
    region, _created = Region.objects.get_or_create(
        pk=region_id,
        defaults=fields
        | {
            "code": f"{region_id}00",
            "full_name": fields["name"],
            "slug": f"{fields['name']}-{region_id}",
            "lat": 33.4,
            "lng": 126.5,
            "is_open": region_id != SEOUL,
        },
    )
    return region


def make_category(slug: str = "food") -> Category:
    category, _created = Category.objects.get_or_create(
        slug=slug, defaults={"name": slug, "icon": "circle-help"}
    )
    return category


def make_user(nickname: str | None = None, *, moderates: bool = True, **fields: Any) -> User:
    """Somebody; of the staff they are moderators, unless told otherwise."""
    number = next(_numbers)
    nickname = nickname or f"이웃{number}"
    user = User.objects.create_user(f"user{number}@example.com", nickname, "pass-word-1", **fields)
    if user.is_staff and moderates:
        user.groups.add(_moderators())
    return user


def _moderators() -> Group:
    """As migrating makes it; tests that commit leave the tables of rights empty behind them."""
    group: Group = Group.objects.get(name=moderators.NAME)
    if not group.permissions.exists():
        create_permissions(apps.get_app_config("questions"), verbosity=0)
        moderators.give_rights()
    return group


def make_question(author: User | None = None, **fields: Any) -> Question:
    values: dict[str, Any] = {
        "title": "애월에 지금 문 연 소아과 있나요?",
        "region": fields.pop("region", None) or make_region(),
        "category": fields.pop("category", None) or make_category("health"),
    }
    return ask(author=author or make_user(), **values | fields)


def make_answer(
    question: Question | None = None, author: User | None = None, **fields: Any
) -> Answer:
    values = {"body": "하귀에 야간진료 하는 곳이 있어요."} | fields
    return answer(author=author or make_user(), question=question or make_question(), **values)
