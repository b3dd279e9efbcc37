"""What the written parts of a post must be. Each check returns the cleaned value or notes an error."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Message, ValidationFailed
from apps.core.text import clean_line, clean_text
from apps.questions import limits
from apps.questions.geometry import in_korea
from apps.questions.models import Category
from apps.questions.validators import TAG_PATTERN, normalise_tag
from apps.regions.models import Region


class Problems:
    """Collects what is wrong, field by field, so that a person sees all of it at once."""

    def __init__(self) -> None:
        self._by_field: dict[str, list[Message]] = {}

    def add(self, field: str, message: Message) -> None:
        self._by_field.setdefault(field, []).append(message)

    def raise_if_any(self) -> None:
        if self._by_field:
            raise ValidationFailed(self._by_field)


def title(value: str, problems: Problems) -> str:
    value = clean_line(value)
    if len(value) < limits.TITLE_MIN:
        problems.add(
            "title", _("무엇이 궁금한지 %(min)d자 이상 적어 주세요.") % {"min": limits.TITLE_MIN}
        )
    elif len(value) > limits.TITLE_MAX:
        problems.add("title", too_long(len(value), limits.TITLE_MAX))
    return value


def question_body(value: str, problems: Problems) -> str:
    value = clean_text(value)
    if len(value) > limits.BODY_MAX:
        problems.add("body", too_long(len(value), limits.BODY_MAX))
    return value


def answer_body(value: str, problems: Problems) -> str:
    value = clean_text(value)
    if len(value) < limits.ANSWER_MIN:
        problems.add("body", _("답변을 적어 주세요."))
    elif len(value) > limits.ANSWER_MAX:
        problems.add("body", too_long(len(value), limits.ANSWER_MAX))
    return value


def comment_body(value: str, problems: Problems) -> str:
    value = clean_text(value)
    if not value:
        problems.add("body", _("댓글을 적어 주세요."))
    elif len(value) > limits.COMMENT_MAX:
        problems.add("body", too_long(len(value), limits.COMMENT_MAX))
    return value


def tags(values: Iterable[str], problems: Problems) -> list[str]:
    """Normalised names in the asker's order, without repeats."""
    names = list(dict.fromkeys(name for value in values if (name := normalise_tag(value))))
    if len(names) > limits.TAGS_MAX:
        problems.add("tags", _("태그는 %(max)d개까지 달 수 있어요.") % {"max": limits.TAGS_MAX})
    wrong = [name for name in names if not re.fullmatch(TAG_PATTERN, name)]
    if wrong:
        problems.add(
            "tags",
            _("태그는 한글, 영문, 숫자로 %(max)d자까지 쓸 수 있어요: %(wrong)s")
            % {"max": limits.TAG_LENGTH_MAX, "wrong": ", ".join(name[:30] for name in wrong[:5])},
        )
    return names


def region(region: Region | None, problems: Problems) -> None:
    if region is None:
        problems.add("region", _("어느 동네 이야기인지 골라 주세요."))
    elif not region.is_open:
        problems.add("region", _("아직 열리지 않은 지역이에요. 열린 지역을 골라 주세요."))


def point(point: tuple[float, float] | None, problems: Problems) -> None:
    if point is not None and not in_korea(*point):
        problems.add("point", _("지도 위치가 우리나라 밖이에요. 다시 골라 주세요."))


def category(category: Category | None, problems: Problems) -> None:
    if category is None or not category.is_active:
        problems.add("category", _("분류를 골라 주세요."))


def too_long(length: int, most: int) -> Message:
    return _("%(over)d자가 넘쳤어요. %(most)d자까지 쓸 수 있어요.") % {
        "over": length - most,
        "most": most,
    }
