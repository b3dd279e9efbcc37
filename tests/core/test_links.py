import pytest
from django.urls import resolve, reverse

from apps.core import links


@pytest.mark.parametrize(
    ("path", "name", "kwargs"),
    [
        (links.question(12, "?"), "questions:detail", {"question_id": 12}),
        (links.question_by_id(12), "questions:detail", {"question_id": 12}),
        (
            links.question(12, "한담 해변"),
            "questions:titled",
            {"question_id": 12, "words": "한담-해변"},
        ),
        (links.site_feed(), "questions:atom", {}),
        (links.region_feed("제주"), "questions:region_atom", {"slug": "제주"}),
        (links.tag_feed("주차"), "questions:tag_atom", {"name": "주차"}),
        (links.region("제주-제주시"), "questions:region", {"slug": "제주-제주시"}),
        (links.tag("주차"), "questions:tag", {"name": "주차"}),
        (links.person("곽지바다"), "questions:profile", {"nickname": "곽지바다"}),
        (links.vote("q", 12), "questions:vote", {"question_id": 12}),
        (links.vote("a", 12), "questions:answer_vote", {"answer_id": 12}),
        (links.comment("q", 12), "questions:comment", {"question_id": 12}),
        (links.comment("a", 12), "questions:answer_comment", {"answer_id": 12}),
        (links.comment_deletion(12), "questions:comment_deletion", {"comment_id": 12}),
        (links.me_too(12), "questions:me_too", {"question_id": 12}),
        (links.bookmark(12), "questions:bookmark", {"question_id": 12}),
    ],
)
def test_addresses_written_by_hand_are_those_of_the_router(path, name, kwargs):
    assert path == reverse(name, kwargs=kwargs)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/r/",
        "/ask/",
        "/nearby/",
        "/inbox/",
        "/points/",
        "/settings/",
        "/bookmarks/",
        "/accounts/login/",
        "/accounts/logout/",
        "/about/",
        "/guidelines/",
        "/terms/",
        "/privacy/",
        "/display/",
    ],
)
def test_addresses_around_every_page_lead_somewhere(path):
    assert resolve(path)


def test_sign_in_quotes_the_way_back():
    assert links.sign_in("/q/1/?a=1&b=2") == "/accounts/login/?next=/q/1/%3Fa%3D1%26b%3D2"
