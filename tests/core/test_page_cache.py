"""Pages kept for visitors: shared where everybody sees the same, and nowhere else."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.test import Client

from apps.core import links
from apps.questions.services import removing
from tests.factories import make_question, make_region, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings):
    settings.PAGE_CACHE_SECONDS = 60


def copies() -> int:
    return len(cache.keys("page:*"))


def feed(client: Client, address: str = "/", **headers: str) -> str:
    return client.get(address, headers=headers).content.decode()


def test_visitors_share_a_page_for_a_while(client):
    first = feed(client)
    make_question(title="방금 올라온 질문")
    assert feed(Client()) == first
    assert copies() == 1


def test_who_is_signed_in_gets_and_leaves_no_copy(client):
    person = make_user()
    member = Client()
    member.force_login(person)
    own = links.person(person.nickname)
    assert own in feed(member)
    assert copies() == 0
    assert own not in feed(client)
    make_question(title="방금 올라온 질문")
    assert "방금 올라온 질문" in feed(member)


def test_what_differs_is_kept_apart(client):
    region = make_region()
    pages = {feed(client), feed(client, "/?feed=hot"), feed(client, "/?everywhere=1")}
    pages.add(feed(client, **{"HX-Request": "true"}))
    client.cookies["theme"] = "dark"
    pages.add(feed(client))
    client.cookies["region"] = str(region.pk)
    pages.add(feed(client))
    assert len(pages) == copies() == 6


def test_another_host_has_pages_of_its_own(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "example.com"]
    feed(client)
    client.get("/", headers={"Host": "example.com"})
    assert copies() == 2


@pytest.mark.parametrize("address", ["/?utm_source=x", "/?feed=hot&x=", f"/?cursor={'a' * 300}"])
def test_addresses_that_the_site_does_not_write_are_not_kept(client, address):
    assert client.get(address).status_code in {200, 400}
    assert copies() == 0


def test_a_nonsense_region_is_none(client):
    for nonsense in ("x" * 9, "y" * 4000):
        client.cookies["region"] = nonsense
        feed(client)
    assert copies() == 1


def test_a_message_is_seen_by_one_visitor(client):
    client.post("/display/", {"theme": "dark"})
    told = client.get("/")
    assert [str(message) for message in get_messages(told.wsgi_request)]
    assert copies() == 0


def test_a_title_cannot_keep_the_feed_from_being_kept(client):
    make_question(title='name="csrfmiddlewaretoken"')
    assert "csrfmiddlewaretoken" in feed(client)
    assert copies() == 1


def test_errors_are_not_kept(client):
    question = make_question()
    removing.delete_question(user=question.author, question=question)
    assert client.get(f"/q/{question.pk}/").status_code == 404
    assert client.get("/?cursor=x").status_code == 400
    assert copies() == 0


@pytest.mark.parametrize("path", ["/about/", "/guidelines/", "/terms/", "/privacy/"])
def test_what_everybody_sees_alike_may_be_kept_by_shared_caches(client, path):
    page = client.get(path)
    assert "s-maxage" in page.headers["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["/ask/", "/bookmarks/", "/following/", "/r/", "/nearby/", "/nowhere/"]
)
def test_whatever_says_nothing_of_caches_is_its_readers_own(as_user, path):
    assert as_user(make_user()).get(path).headers["Cache-Control"] == "private, no-cache"


def test_the_history_of_a_post_is_kept_until_somebody_signed_in_asks(client, as_user):
    question = make_question()
    path = f"/q/{question.pk}/history/"
    assert "s-maxage" in client.get(path).headers["Cache-Control"]
    assert as_user(make_user()).get(path).headers["Cache-Control"] == "private, no-cache"
