"""What pages carry, fetch and ask for."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_redis import get_redis_connection

from apps.live import channels, tokens
from apps.live.publishing import tell
from apps.questions.services import removing
from apps.questions.services.accepting import accept
from apps.questions.services.commenting import comment
from tests.factories import make_answer, make_question, make_user

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def token_in(response) -> tokens.Token | None:
    found = re.search(r'data-live="([^"]+)"', response.content.decode())
    return tokens.read(found[1]) if found else None


class TestTokens:
    def test_a_question_is_listened_to_by_whoever_reads_it(self, as_user):
        question, reader = make_question(), make_user()
        path = question.get_absolute_url()
        assert token_in(as_user().get(path)).channels == (f"question:{question.pk}",)
        mine = token_in(as_user(reader).get(path))
        assert mine.person == reader.pk
        assert mine.channels == (f"person:{reader.pk}", f"question:{question.pk}")

    def test_other_pages_bring_ones_own_news(self, as_user):
        reader = make_user()
        assert token_in(as_user(reader).get("/about/")).channels == (f"person:{reader.pk}",)
        assert token_in(as_user().get("/about/")) is None

    def test_a_feed_is_listened_to_by_its_region(self, as_user):
        region = make_question().region
        assert token_in(as_user().get("/")).channels == ("region:0",)
        page = as_user().get(f"/r/{region.slug}/")
        assert token_in(page).channels == (f"region:{region.pk}",)

    def test_a_page_kept_for_everybody_carries_nobodys_token(self, as_user, settings):
        settings.PAGE_CACHE_SECONDS = 5
        path = make_question().get_absolute_url()
        as_user(make_user()).get(path)
        first, second = token_in(as_user().get(path)), token_in(as_user().get(path))
        assert first == second
        assert first.person is None

    def test_a_new_one_is_given_to_who_may_see_the_question(self, as_user):
        question, reader = make_question(), make_user()
        answer = as_user(reader).get(f"/live/token/?question={question.pk}&person={reader.pk}")
        assert answer.headers["Cache-Control"].count("no-store") == 1
        given = tokens.read(answer.content.decode())
        assert given.channels == (f"person:{reader.pk}", f"question:{question.pk}")

    def test_none_is_given_for_what_is_hidden(self, as_user):
        question, moderator = make_question(), make_user(is_staff=True)
        removing.hide(moderator=moderator, post=question, reason="시험")
        path = f"/live/token/?question={question.pk}"
        assert as_user().get(path).status_code == 404
        author = question.author
        assert as_user(author).get(f"{path}&person={author.pk}").status_code == 200

    def test_none_is_given_for_somebody_elses_page(self, as_user):
        question, reader, other = make_question(), make_user(), make_user()
        path = f"/live/token/?question={question.pk}&person={reader.pk}"
        assert as_user(other).get(path).status_code == 403
        assert as_user().get(path).status_code == 403
        assert as_user(reader).get(f"/live/token/?question={question.pk}").status_code == 403

    @pytest.mark.parametrize("query", ["", "?question=x", "?question=999999999", "?region=-1"])
    def test_nonsense_finds_nothing(self, as_user, query):
        assert as_user().get(f"/live/token/{query}").status_code == 404

    def test_one_cannot_ask_without_end(self, as_user, settings):
        settings.RATE_LIMITS = {"live": "1/m"}
        path = f"/live/token/?question={make_question().pk}"
        assert [as_user().get(path).status_code for _number in range(2)] == [200, 429]


class TestPolling:
    @pytest.fixture
    def question(self):
        get_redis_connection("default").xadd(channels.STREAM, {"kind": "start"}, id="1000-0")
        return make_question()

    @pytest.fixture
    def reader(self):
        return make_user()

    @pytest.fixture
    def token(self, question, reader) -> str:
        return tokens.mint(person=reader.pk, channels=[channels.question(question.pk)])

    def poll(self, client, token: str, last: str = ""):
        return client.get("/live/poll/", {"token": token, "last": last})

    def test_what_happened_comes_once(self, as_user, question, reader, token):
        client = as_user(reader)
        nothing = self.poll(client, token)
        assert nothing.status_code == 204
        tell([channels.question(question.pk)], "vote", {"score": "3"}, by=str(reader.pk))
        tell(["question:0"], "vote", {"score": "9"})
        something = self.poll(client, token, nothing.headers["X-Live-Last"]).json()
        [news] = something["events"]
        assert (news["kind"], news["mine"], news["data"]) == ("vote", True, {"score": "3"})
        assert self.poll(client, token, something["last"]).status_code == 204

    @pytest.mark.parametrize("last", ["1-0", "99999999999999-0"])
    def test_who_cannot_catch_up_looks_for_themselves(self, as_user, reader, token, last):
        [news] = self.poll(as_user(reader), token, last).json()["events"]
        assert news["kind"] == "reload"

    @pytest.mark.parametrize("text", ["", "nonsense"])
    def test_a_token_of_nobody_is_refused(self, as_user, db, text):
        assert self.poll(as_user(), text).status_code == 401

    def test_a_token_of_somebody_else_is_refused(self, as_user, token):
        assert self.poll(as_user(), token).status_code == 401
        assert self.poll(as_user(make_user()), token).status_code == 401

    def test_hidden_meanwhile_it_brings_nothing(self, as_user, question, reader, token):
        removing.hide(moderator=make_user(is_staff=True), post=question, reason="시험")
        assert self.poll(as_user(reader), token).status_code == 401


class TestFragments:
    def test_an_answer_is_the_same_as_in_its_page(self, as_user):
        question = make_question()
        answer, reader = make_answer(question), make_user()
        comment(author=make_user(), on=answer, body="몇 시까지 하나요?")
        for accepted in (False, True):
            if accepted:
                accept(user=question.author, answer=answer)
            client = as_user(reader)
            page = client.get(question.get_absolute_url()).content.decode()
            fragment = client.get(f"/live/answers/{answer.pk}/", headers=HTMX).content.decode()
            assert article(fragment) == article(page)
            assert 'id="answer-count" hx-swap-oob="true">1<' in fragment

    def test_a_remark_is_the_same_as_in_its_page(self, as_user):
        question = make_question()
        remark = comment(author=make_user(), on=question, body="몇 시까지 하나요?")
        page = as_user().get(question.get_absolute_url()).content.decode()
        fragment = as_user().get(f"/live/comments/{remark.pk}/", headers=HTMX).content.decode()
        item = re.compile(r'<li class="comment".*?</li>', re.DOTALL)
        assert item.search(fragment)[0] == item.search(page)[0]
        assert f'hx-swap-oob="beforeend:#comments-q-{question.pk}"' in fragment

    def test_what_is_hidden_is_fetched_by_nobody(self, as_user):
        question, moderator = make_question(), make_user(is_staff=True)
        answer = make_answer(question)
        remark = comment(author=make_user(), on=answer, body="몇 시까지 하나요?")
        removing.hide(moderator=moderator, post=answer, reason="시험")
        assert as_user().get(f"/live/answers/{answer.pk}/").status_code == 404
        assert as_user().get(f"/live/comments/{remark.pk}/").status_code == 404

    def test_the_number_of_queries_does_not_grow_with_the_question(self, as_user):
        question = make_question()
        answer, reader = make_answer(question), make_user()
        client, counts = as_user(reader), []
        for _round in range(2):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(f"/live/answers/{answer.pk}/", headers=HTMX)
            counts.append(len(queries))
            for _number in range(5):
                comment(author=make_user(), on=answer, body="몇 시까지 하나요?")
                make_answer(question)
        assert counts[0] == counts[1]


def article(html: str) -> str:
    found = re.search(r'<article class="answer.*?</article>', html, re.DOTALL)[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found)
