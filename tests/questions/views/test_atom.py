"""The newest questions for feed readers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.http import http_date

from apps.core import links
from apps.questions.atom import ENTRIES
from apps.questions.models import Question
from apps.questions.services import editing, removing
from tests.factories import SEOUL, make_question, make_region, make_user
from tests.questions.reading import NAMES, head_of, texts, xml_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    return make_question(
        title="한담 <해변> & 주차", body="**여기** <b>어디</b>예요? &amp;", tags=["주차"]
    )


@pytest.fixture
def paths(question) -> list[str]:
    return ["/feed.xml", links.region_feed(question.region.slug), links.tag_feed("주차")]


def ids(response) -> list[str]:
    return texts(xml_of(response), "atom:entry/atom:id")


def test_an_entry(client, question, paths):
    for path in paths:
        response = client.get(path)
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        entry = xml_of(response).find("atom:entry", NAMES)
        said = {
            name: entry.findtext(f"atom:{name}", namespaces=NAMES)
            for name in ("id", "title", "content")
        }
        assert said["id"] == f"{settings.SITE_URL}/q/{question.pk}/"
        assert said["title"] == question.title
        assert said["content"] == question.body_html
        assert "<strong>여기</strong>" in said["content"]
        assert entry.find("atom:content", NAMES).get("type") == "html"
        address = entry.find("atom:link", NAMES).get("href")
        assert address == f"{settings.SITE_URL}{question.get_absolute_url()}"
        assert entry.findtext("atom:author/atom:name", namespaces=NAMES) == question.author.nickname
        published = datetime.fromisoformat(entry.findtext("atom:published", namespaces=NAMES))
        assert published.utcoffset() is not None


def test_the_feed_says_what_it_is_of(client, question, paths):
    for path in paths:
        feed = xml_of(client.get(path))
        by_rel = {link.get("rel"): link.get("href") for link in feed.findall("atom:link", NAMES)}
        assert by_rel["self"] == f"{settings.SITE_URL}{path}"
        page = by_rel["alternate"].removeprefix(settings.SITE_URL)
        assert head_of(client.get(page)).links["alternate"] == path
        assert feed.findtext("atom:id", namespaces=NAMES) == by_rel["alternate"]


def test_each_has_its_own_questions(client, question, paths):
    other = make_question(region=make_region(50110000), title="제주시에서 물어봐요")
    own, everything = f"{settings.SITE_URL}/q/{question.pk}/", f"{settings.SITE_URL}/q/{other.pk}/"
    assert ids(client.get(paths[0])) == [everything, own]
    assert ids(client.get(paths[1])) == ids(client.get(paths[2])) == [own]


def test_the_newest_of_many(client):
    questions = [
        make_question(title=f"질문 번호 {number:02}번이에요") for number in range(ENTRIES + 2)
    ]
    found = ids(client.get("/feed.xml"))
    assert len(found) == ENTRIES
    assert found[0] == f"{settings.SITE_URL}/q/{questions[-1].pk}/"


def test_an_edit_is_an_update_and_no_new_entry(client, question):
    before = ids(client.get("/feed.xml"))
    Question.objects.update(created_at=timezone.now() - timedelta(days=1))
    editing.edit_question(
        editor=question.author, question=question, title="고친 제목이에요", body="", tags=[],
        category=question.category, is_urgent=False, version=1,
    )  # fmt: skip
    question.refresh_from_db()
    feed = xml_of(client.get("/feed.xml"))
    assert texts(feed, "atom:entry/atom:id") == before
    updated = [datetime.fromisoformat(text) for text in texts(feed, ".//atom:updated")]
    assert updated[0] == updated[1] == question.edited_at.replace(microsecond=0)


def test_hidden_and_deleted_are_in_none(client, question, paths):
    removing.hide(moderator=make_user(is_staff=True), post=question, reason="시험")
    *places, tag = paths
    for path in places:
        response = client.get(path)
        assert ids(response) == []
        assert "한담" not in response.content.decode()
    assert client.get(tag).status_code == 404


def test_an_empty_feed_is_one(client):
    region = make_region(SEOUL)
    feed = xml_of(client.get(links.region_feed(region.slug)))
    assert texts(feed, "atom:updated") == ["2000-01-01T09:00:00+09:00"]


def test_what_xml_cannot_hold_does_not_break_it(client):
    question = make_question(title="이상한 \ufffe글자\uffff", body="\ufffe")
    assert texts(xml_of(client.get("/feed.xml")), "atom:entry/atom:title") == ["이상한 글자"]
    assert question.pk


def test_there_is_none_of_what_there_is_not(client, db):
    for path in ("/r/없는동네/feed.xml", "/t/없는태그/feed.xml"):
        assert client.get(path).status_code == 404


def test_only_reading_is_possible(client, paths):
    for path in paths:
        assert client.post(path).status_code == 405


def test_the_number_of_queries_does_not_grow(client, paths, django_assert_num_queries):
    expected = dict(zip(paths, (1, 2, 2), strict=True))
    for path, number in expected.items():
        with django_assert_num_queries(number):
            client.get(path)
    for number in range(29):
        make_question(title=f"질문 번호 {number:02}번이에요", tags=["주차", f"태그{number}"])
    for path, number in expected.items():
        with django_assert_num_queries(number):
            client.get(path)


class TestConditionalRequests:
    def test_by_tag_and_by_date(self, client, question, paths):
        for path in paths:
            response = client.get(path)
            moment = question.created_at
            assert response.headers["Last-Modified"] == http_date(moment.timestamp())
            for name, header in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
                again = client.get(path, headers={name: response.headers[header]})
                assert (again.status_code, again.content) == (304, b"")

    def test_something_new_is_sent(self, client, question):
        known = {"If-None-Match": client.get("/feed.xml").headers["ETag"]}
        make_question(title="방금 올라온 질문이에요")
        assert client.get("/feed.xml", headers=known).status_code == 200

    def test_so_is_that_something_is_gone(self, client, question):
        make_question(title="새로 올라온 질문이에요")
        response = client.get("/feed.xml")
        removing.hide(moderator=make_user(is_staff=True), post=question, reason="시험")
        known = {
            "If-None-Match": response.headers["ETag"],
            "If-Modified-Since": response.headers["Last-Modified"],
        }
        assert client.get("/feed.xml", headers=known).status_code == 200

    def test_a_shared_cache_may_keep_it(self, client, as_user, question, paths):
        for reader in (client, as_user(make_user())):
            response = reader.get(paths[0])
            assert response.headers["Cache-Control"].startswith("public, ")
            assert "Cookie" not in response.headers.get("Vary", "")
