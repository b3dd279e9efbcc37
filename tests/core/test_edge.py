"""What shared caches between the site and its readers may keep, and what not."""

from __future__ import annotations

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from apps.core import links
from apps.questions.services import removing
from tests.factories import make_question, make_region, make_user

pytestmark = pytest.mark.django_db
PUBLIC = "public, max-age=0, s-maxage=5, stale-while-revalidate=10"
PRIVATE = "private, no-cache"


@pytest.fixture(autouse=True)
def kept(settings):
    settings.PAGE_CACHE_SECONDS = 5


@pytest.fixture
def paths() -> list[str]:
    question = make_question(tags=["소아과"])
    return [
        "/", question.get_absolute_url(), links.region(question.region.slug), links.tag("소아과"),
        question.author.get_absolute_url(), "/stats/",
    ]  # fmt: skip


def vary(response) -> set[str]:
    return {name.strip() for name in response.headers["Vary"].split(",")}


def test_a_page_that_follows_from_its_address_is_everybodys(paths):
    for path in paths:
        first, second = Client().get(path), Client().get(path)
        for response in (first, second):
            assert response.headers["Cache-Control"] == PUBLIC, path
            assert {"Cookie", "HX-Request"} <= vary(response)
            assert not response.cookies
        assert first.headers["ETag"] == second.headers["ETag"]
        assert first.content == second.content


def test_it_has_the_same_tag_when_it_is_made_anew(paths):
    with time_machine.travel("2026-01-01 12:00", tick=False):
        for path in paths[:5]:
            first = Client().get(path)
            cache.clear()
            second = Client().get(path)
            assert first.headers["ETag"] == second.headers["ETag"], path


def test_what_a_page_listens_to_does_not_grow_old_with_it(paths):
    with time_machine.travel("2026-01-01 12:00", tick=False) as clock:
        first = Client().get(paths[1])
        clock.shift(600)
        known = {"If-None-Match": first.headers["ETag"]}
        cache.clear()
        assert Client().get(paths[1], headers=known).status_code == 200


def test_who_has_it_is_sent_nothing(paths):
    for path in paths:
        response = Client().get(path)
        again = Client().get(path, headers={"If-None-Match": response.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == response.headers["ETag"]
        assert again.headers["Cache-Control"] == PUBLIC
        assert Client().get(path, headers={"If-None-Match": 'W/"x"'}).status_code == 200


def test_asking_for_the_head_tells_the_same(paths):
    for path in paths:
        head, page = Client().head(path), Client().get(path)
        for name in ("Cache-Control", "ETag", "Vary"):
            assert head.headers[name] == page.headers[name]


def test_who_is_signed_in_has_pages_of_their_own(paths):
    member = Client()
    member.force_login(make_user())
    for path in paths:
        for _again in range(2):
            response = member.get(path)
            assert response.headers["Cache-Control"] == PRIVATE, path
            assert "Cookie" in vary(response)
            assert "ETag" not in response.headers


@pytest.mark.parametrize("cookie", ["theme", "region"])
def test_what_a_cookie_decided_is_nobody_elses(paths, cookie):
    value = {"theme": "dark", "region": str(make_region().pk)}[cookie]
    for path in paths:
        for _again in range(2):
            visitor = Client()
            visitor.cookies[cookie] = value
            assert visitor.get(path).headers["Cache-Control"] == PRIVATE, path
        assert Client().get(path).headers["Cache-Control"] == PUBLIC


def test_a_cookie_that_decides_nothing_changes_nothing(paths):
    visitor = Client()
    visitor.cookies["theme"], visitor.cookies["seen"] = "auto", "1"
    assert visitor.get("/").headers["Cache-Control"] == PUBLIC


def test_a_message_is_seen_by_one_visitor(client):
    client.post("/display/", {"theme": "auto"})
    assert client.get("/").headers["Cache-Control"] == PRIVATE


def test_a_part_of_a_page_is_no_page(paths):
    for path in paths[:5]:
        response = Client(headers={"HX-Request": "true"}).get(path)
        assert response.headers["Cache-Control"] == PRIVATE, path


@pytest.mark.parametrize("path", ["/?utm_source=x", "/accounts/login/", "/ask/", "/nowhere/"])
def test_what_is_not_kept_here_is_kept_nowhere(client, path):
    assert "public" not in client.get(path).headers.get("Cache-Control", "")


def test_without_a_cache_of_its_own_the_site_offers_none(client, settings, paths):
    settings.PAGE_CACHE_SECONDS = 0
    for path in paths:
        assert client.get(path).headers["Cache-Control"] == PRIVATE


def test_what_was_hidden_is_gone_when_its_time_is_over(paths):
    question = make_question(title="숨길 질문이에요")
    places = ["/", links.region(question.region.slug)]
    with time_machine.travel("2026-01-01 12:00", tick=False) as clock:
        before = {place: Client().get(place) for place in places}
        assert all(question.title in page.content.decode() for page in before.values())
        removing.hide(moderator=make_user(is_staff=True), post=question, reason="시험")
        clock.shift(5)
        cache.clear()  # Valkey has a clock of its own
        for place, page in before.items():
            after = Client().get(place, headers={"If-None-Match": page.headers["ETag"]})
            assert after.status_code == 200
            assert after.headers["ETag"] != page.headers["ETag"]
            assert question.title not in after.content.decode()
        assert Client().get(question.get_absolute_url()).status_code == 404


def test_valkey_keeps_a_page_for_so_long(settings):
    settings.PAGE_CACHE_SECONDS = 60
    Client().get("/")
    [key] = cache.keys("page:*")
    assert 0 < cache.ttl(key) <= 60
