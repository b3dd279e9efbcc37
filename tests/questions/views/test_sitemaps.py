"""What search engines are told to read."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.utils import timezone

from apps.events.models import Delivery, Event
from apps.questions.models import Question, SitemapPart
from apps.questions.services import editing, mapping, removing
from apps.questions.sitemaps import PART_IDS
from tests.factories import SEOUL, make_answer, make_question, make_region, make_user
from tests.questions.reading import texts, xml_of

pytestmark = pytest.mark.django_db
LONG = "여행 중이라 차로 삼십 분 안이면 갈 수 있어요. 야간 진료도 괜찮아요."


@pytest.fixture
def question() -> Question:
    return make_question(title="한담 해변 주차 어디에 해요?", body=LONG)


def part_of(question: Question) -> str:
    return f"/sitemaps/questions-{question.pk // PART_IDS}.xml"


def addresses(response) -> list[str]:
    return [
        unquote(text.removeprefix(settings.SITE_URL))
        for text in texts(xml_of(response), ".//sm:loc")
    ]


def changes(response) -> list[datetime]:
    return [datetime.fromisoformat(text) for text in texts(xml_of(response), ".//sm:lastmod")]


def test_the_index_leads_to_every_part(client, question):
    parts = addresses(client.get("/sitemap.xml"))
    assert parts == ["/sitemaps/pages.xml", "/sitemaps/regions.xml", part_of(question)]
    for part in parts:
        response = client.get(part)
        assert response.headers["Content-Type"].startswith("application/xml")
        assert addresses(response)


def test_an_empty_site_has_an_index(client, db):
    assert addresses(client.get("/sitemap.xml")) == ["/sitemaps/pages.xml", "/sitemaps/regions.xml"]


def test_every_address_leads_to_a_page_that_may_be_found(client, question):
    make_question(body=LONG, tags=["소아과"])
    make_question(body=LONG, tags=["소아과"])
    for part in addresses(client.get("/sitemap.xml")):
        for address in addresses(client.get(part)):
            response = client.get(address)
            assert response.status_code == 200, address
            assert b"noindex" not in response.content, address


def test_questions_are_at_their_words(client, question):
    assert addresses(client.get(part_of(question))) == [unquote(question.get_absolute_url())]


def test_a_part_is_a_range_of_ids(client, question):
    far = make_question(body=LONG)
    moved = (question.pk // PART_IDS + 3) * PART_IDS
    Question.objects.filter(pk=far.pk).update(idempotency_key=None)
    Question.objects.bulk_create([_copy(far, moved)])
    parts = addresses(client.get("/sitemap.xml"))[2:]
    assert len(parts) == 4
    assert addresses(client.get(parts[-1])) == [
        unquote(Question.objects.get(pk=moved).get_absolute_url())
    ]
    assert addresses(client.get(parts[-2])) == []


def _copy(question: Question, pk: int) -> Question:
    question.pk, question.idempotency_key = pk, None
    return question


@pytest.mark.parametrize("number", [10**6, 10**30])
def test_there_are_no_parts_beyond_the_last(client, question, number):
    assert client.get(f"/sitemaps/questions-{number}.xml").status_code == 404
    assert client.get(f"/sitemaps/tags-{number}.xml").status_code == 404


def test_what_says_too_little_is_left_out(client, question):
    little = make_question(title="열려 있나요?", body="")
    assert len(addresses(client.get(part_of(little)))) == 1
    make_answer(little)
    assert len(addresses(client.get(part_of(little)))) == 2


def test_when_a_question_changed(client, question):
    def changed() -> datetime:
        return changes(client.get(part_of(question)))[0]

    def seconds_off(moment: datetime) -> float:
        return abs((changed() - moment).total_seconds())

    asked = timezone.now() - timedelta(days=3)
    Question.objects.update(created_at=asked)
    assert seconds_off(asked) < 2
    edited = timezone.now() - timedelta(days=2)
    Question.objects.update(edited_at=edited)
    assert seconds_off(edited) < 2
    answer = make_answer(question)
    answer.refresh_from_db()
    assert seconds_off(answer.created_at) < 2
    removing.hide(moderator=make_user(is_staff=True), post=answer, reason="시험")
    assert seconds_off(edited) < 2


def test_hidden_and_deleted_are_in_no_part(client, question):
    other = make_question(body=LONG, tags=["비밀"])
    make_question(body=LONG, tags=["비밀"])
    tags = "/sitemaps/tags-"
    assert any(tags in part for part in addresses(client.get("/sitemap.xml")))
    removing.hide(moderator=make_user(is_staff=True), post=other, reason="시험")
    removing.delete_question(user=question.author, question=question)
    assert len(addresses(client.get(part_of(question)))) == 1
    assert not any(tags in part for part in addresses(client.get("/sitemap.xml")))


def test_regions_that_are_open_and_were_asked_about(client):
    make_region(SEOUL)
    assert addresses(client.get("/sitemaps/regions.xml")) == []
    question = make_question(body=LONG)
    found = addresses(client.get("/sitemaps/regions.xml"))
    assert [address.split("-")[0] for address in found] == [
        "/r/제주특별자치도",
        "/r/제주시",
        "/r/애월읍",
    ]
    removing.delete_question(user=question.author, question=question)
    assert addresses(client.get("/sitemaps/regions.xml")) == []


def test_only_reading_is_possible(client, question):
    for path in ("/sitemap.xml", "/robots.txt", part_of(question), "/sitemaps/regions.xml"):
        assert client.post(path).status_code == 405


def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries):
    def count(path: str) -> int:
        with django_assert_num_queries(expected[path]) as queries:
            client.get(path)
        return len(queries)

    make_answer(make_question(body=LONG, tags=["태그1", "태그2"]))
    make_question(body=LONG, tags=["태그1", "태그2"])
    part = addresses(client.get("/sitemap.xml"))[-1]
    expected = {"/sitemap.xml": 5, part: 4, "/sitemaps/regions.xml": 3, "/sitemaps/tags-0.xml": 0}
    tags = addresses(client.get("/sitemap.xml"))[2]
    expected[tags] = 3
    paths = ["/sitemap.xml", part, "/sitemaps/regions.xml", tags]
    one = [count(path) for path in paths]
    for number in range(29):
        make_answer(make_question(body=LONG, tags=[f"태그{number}", f"태그{number + 1}"]))
    assert [count(path) for path in paths] == one


class TestWhenPartsChanged:
    def test_what_happens_to_a_question_is_noted(self, client, question):
        assert mapping.note_changed_parts() == 1
        assert mapping.note_changed_parts() == 0
        first = SitemapPart.objects.get()
        assert first.number == question.pk // PART_IDS
        assert len(changes(client.get("/sitemap.xml"))) == 1
        SitemapPart.objects.update(changed_at=timezone.now() - timedelta(hours=1))
        make_answer(question)
        assert mapping.note_changed_parts() == 1

    def test_so_are_edits(self, question):
        answer = make_answer(question)
        Delivery.objects.all().delete()
        Event.objects.all().delete()
        assert mapping.note_changed_parts() == 0
        editing.edit_answer(editor=answer.author, answer=answer, body="고친 답변이에요", version=1)
        assert mapping.note_changed_parts() == 1

    def test_a_lost_note_is_only_a_missing_date(self, client, question):
        assert changes(client.get("/sitemap.xml")) == []


class TestRobots:
    def test_the_real_site_is_open_but_for_what_is_a_form(self, client, settings):
        settings.ENVIRONMENT = "production"
        text = client.get("/robots.txt").content.decode()
        assert "Disallow: /accounts/\n" in text
        assert "Disallow: /\n" not in text
        assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text

    @pytest.mark.parametrize("environment", ["development", "staging"])
    def test_all_others_are_closed(self, client, settings, environment):
        settings.ENVIRONMENT = environment
        response = client.get("/robots.txt")
        assert response.headers["Content-Type"].startswith("text/plain")
        assert "Disallow: /\n" in response.content.decode()


class TestCaches:
    def test_may_keep_it_and_ask_again(self, client, question):
        for path in ("/sitemap.xml", part_of(question), "/robots.txt"):
            response = client.get(path)
            assert response.headers["Cache-Control"].startswith("public, max-age=0, s-maxage=")
            assert "Cookie" not in response.headers.get("Vary", "")
            known = {"If-None-Match": response.headers["ETag"]}
            again = client.get(path, headers=known)
            assert (again.status_code, again.content) == (304, b"")

    def test_a_hidden_question_changes_the_tag(self, client, question):
        make_question(body=LONG)
        before = client.get(part_of(question)).headers["ETag"]
        removing.hide(moderator=make_user(is_staff=True), post=question, reason="시험")
        after = client.get(part_of(question), headers={"If-None-Match": before})
        assert after.status_code == 200
