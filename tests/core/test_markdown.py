from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.markdown import render

ALLOWED = re.compile(
    r"</?(p|br|strong|em|s|code|pre|blockquote|ul|ol|li|a|hr|h[3-6]|table|thead|tbody|tr|th|td)\b[^<>]*>"
)


@given(st.text(max_size=300))
def test_whatever_is_written_only_known_tags_come_out(text):
    assert "<" not in ALLOWED.sub("", render(text))


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        "<a href='javascript:alert(1)'>x</a>",
        "![x](javascript:alert(1))",
        '[x](http://a" onclick="alert(1))',
        "<style>*{display:none}</style>",
        "<iframe src=//evil>",
    ],
)
def test_attacks_become_text(attack):
    html = render(attack)
    tags = "".join(ALLOWED.findall(html) and re.findall(r"<[^>]+>", html))
    assert "script" not in tags
    assert "onerror" not in tags
    assert "onclick" not in re.sub(r'"[^"]*"', "", tags)
    assert "javascript:" not in tags


def test_links_lead_out_without_a_recommendation():
    html = render("https://www.visitjeju.net 를 보세요")
    assert '<a href="https://www.visitjeju.net"' in html
    assert "nofollow" in html
    assert "ugc" in html


@pytest.mark.parametrize("text", ["1.5km 거리예요", "맛집.카페", "제주.com 말고 직접"])
def test_what_only_looks_like_an_address_stays_text(text):
    assert "<a" not in render(text)


def test_the_writing_people_use_is_kept():
    html = render("# 준비물\n**모자**와 ~~우산~~\n둘째 줄\n\n- 물\n- 귤\n\n> 인용")
    for piece in (
        "<h3>준비물</h3>",
        "<strong>모자</strong>",
        "<s>우산</s>",
        "<br>",
        "<li>물</li>",
        "<blockquote>",
    ):
        assert piece in html
