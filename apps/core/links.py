"""The addresses that pages repeat, built without the resolver.

A feed links each row's question, person, region and tags, some eighty addresses a page, and a question's
page has a few for each answer. Resolving them costs as much as the rest of the template, so these are
written out once, here, and a test holds them against the URL configuration.
"""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings

from apps.core.slugs import slug


def absolute(path: str) -> str:
    """``path`` for those who are not on the site: in mails, feeds, and what search engines read."""
    return f"{settings.SITE_URL}{path}"


def question(question_id: int, title: str) -> str:
    """Page of one question, with the words of its title. The number alone leads there as well."""
    words = slug(title)
    return f"/q/{question_id}/{quote(words)}/" if words else f"/q/{question_id}/"


def question_by_id(question_id: int) -> str:
    """The same page by what never changes."""
    return f"/q/{question_id}/"


def answer(answer_id: int) -> str:
    """Leads to the page of its question that has it: there may be many before it."""
    return f"/a/{answer_id}/"


def vote(kind: str, post_id: int) -> str:
    """Where a vote on a post goes; ``kind`` is "q" for a question, "a" for an answer."""
    return f"/{kind}/{post_id}/vote/"


def comment(kind: str, post_id: int) -> str:
    """Where a remark on a post goes."""
    return f"/{kind}/{post_id}/comment/"


def comment_deletion(comment_id: int) -> str:
    return f"/c/{comment_id}/deletion/"


def me_too(question_id: int) -> str:
    return f"/q/{question_id}/me-too/"


def bookmark(question_id: int) -> str:
    return f"/q/{question_id}/bookmark/"


def region(slug: str) -> str:
    """Page of one region; slugs are Korean."""
    return f"/r/{quote(slug)}/"


def tag(name: str) -> str:
    """Page of one tag, named without its #."""
    return f"/t/{quote(name, safe='')}/"


def site_feed() -> str:
    """The newest questions as Atom; likewise of a region and a tag."""
    return "/feed.xml"


def region_feed(slug: str) -> str:
    return f"{region(slug)}feed.xml"


def tag_feed(name: str) -> str:
    return f"{tag(name)}feed.xml"


def person(nickname: str) -> str:
    """Public profile."""
    return f"/@{quote(nickname, safe='')}/"


def sign_in(next_path: str) -> str:
    """Sign-in page that comes back to ``next_path``."""
    return f"/accounts/login/?next={quote(next_path)}"
