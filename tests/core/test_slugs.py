from __future__ import annotations

import re
import unicodedata

import pytest

from apps.core.slugs import LONGEST, TAKEN, slug
from tests.guards.routes import routes


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("애월에 지금 문 연 소아과 있나요?", "애월에-지금-문-연-소아과-있나요"),
        ("  Wi-Fi 되는   카페_추천!! ", "wi-fi-되는-카페-추천"),
        ("39도인데 / 병원?", "39도인데-병원"),
        (unicodedata.normalize("NFD", "한담 해변"), "한담-해변"),
        ("🍊🍊", ""),
        ("", ""),
        ("?!…", ""),
        ("Edit", ""),
        ("me too", ""),
        ("edit 하는 법", "edit-하는-법"),
    ],
)
def test_words_of_a_title(title, expected):
    assert slug(title) == expected


def test_long_titles_end_with_a_whole_word():
    found = slug("열두글자짜리낱말이에요 " * 10)
    assert found == "-".join(["열두글자짜리낱말이에요"] * 3)
    assert len(found) <= LONGEST
    assert slug("가" * 100) == "가" * LONGEST


def test_what_is_taken_is_what_the_router_has():
    below = re.compile(r"q/<int:question_id>/([a-z-]+)/")
    assert {found[1] for route in routes() if (found := below.match(route.pattern))} == TAKEN
