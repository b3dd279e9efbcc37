"""What people see and press: those asked, the asker, and everybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.services import quieting
from apps.questions.services.answering import answer
from apps.routing.enums import RequestState
from apps.routing.models import Answerer, AnswerRequest, Route
from apps.routing.services import reacting, waves
from tests.factories import make_question, make_user
from tests.outbox import drain
from tests.routing.test_reacting import move_next_door, waves_out

HTMX = {"HX-Request": "true"}


@pytest.fixture
def helper(neighbour):
    return neighbour()


@pytest.fixture
def asked(helper, question):
    """The question whose answer ``helper`` was asked for."""
    waves.start(question_id=question.pk)
    return question


def page(client, question) -> str:
    return client.get(f"/q/{question.pk}/").content.decode()


def state(question, person) -> str:
    return AnswerRequest.objects.get(question=question, person=person).state


class TestTheClock:
    def test_is_seen_by_everybody(self, client, clock, asked):
        clock.shift(timedelta(minutes=3, seconds=12))
        Route.objects.update(due_at=timezone.now() + timedelta(minutes=1))
        text = page(client, asked)
        assert "이웃 <b>1</b>명에게 물어보는 중" in text
        assert ">3:12</time>" in text

    def test_says_who_is_answering(self, client, clock, asked, helper):
        reacting.claim(person=helper, question=asked)
        assert f"<b>{helper.nickname}</b>님이 답변을 쓰고 있어요" in page(client, asked)
        clock.shift(timedelta(minutes=3, seconds=1))
        assert "답변을 쓰고 있어요" not in page(client, asked)

    def test_goes_away_with_the_answer(self, client, asked, helper):
        answer(author=helper, question=asked, body="하귀에 있어요.")
        drain()
        assert "물어보는 중" not in page(client, asked)

    def test_is_a_fragment_of_its_own(self, client, asked):
        fragment = client.get(f"/q/{asked.pk}/route/", headers=HTMX).content.decode()
        assert fragment.strip() in page(client, asked)
        assert client.get(f"/q/{asked.pk}/route/").headers["Location"] == asked.get_absolute_url()

    def test_of_a_hidden_question_is_nobodys(self, client, asked):
        asked.visibility = 1
        asked.save(update_fields=["visibility"])
        assert client.get(f"/q/{asked.pk}/route/", headers=HTMX).status_code == 404

    def test_takes_as_many_queries_for_one_as_for_many(self, as_user, asked, neighbour, question):
        def count() -> int:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                page(as_user(), asked)
            return len(captured)

        one = count()
        AnswerRequest.objects.bulk_create(
            AnswerRequest(question=question, person=neighbour(), wave=1, chance=0.1, base=0.1)
            for _ in range(29)
        )
        assert count() == one <= 9


class TestSomebodyAsked:
    def test_finds_it_first_in_the_inbox(self, as_user, asked, helper):
        text = as_user(helper).get("/inbox/").content.decode()
        assert text.index("물어봐요") < text.index("알림 목록")
        assert asked.title in text
        assert "제가 답할게요" in text

    def test_reads_nothing_of_it_in_the_list_of_what_happened(self, as_user, asked, helper):
        text = as_user(helper).get("/inbox/").content.decode()
        assert "아직 알림이 없어요" in text

    def test_is_told_by_the_badge(self, as_user, asked, helper):
        assert 'class="unread"' in as_user(helper).get("/").content.decode()

    def test_claims_and_comes_to_where_the_answer_is_written(self, as_user, asked, helper):
        client = as_user(helper)
        for _twice in range(2):
            response = client.post(f"/q/{asked.pk}/request/claim/")
            assert response.headers["Location"] == f"{asked.get_absolute_url()}#compose"
        assert state(asked, helper) == RequestState.CLAIMED
        assert "답변을 맡아 주셨어요" in page(client, asked)

    def test_passes_and_comes_back_to_the_inbox(self, as_user, asked, helper):
        client = as_user(helper)
        for _twice in range(2):
            response = client.post(f"/q/{asked.pk}/request/pass/", {"from": "inbox"})
            assert response.headers["Location"] == "/inbox/"
        assert state(asked, helper) == RequestState.PASSED
        text = client.get("/inbox/").content.decode()
        assert asked.title not in text

    def test_mutes_the_category_and_finds_it_in_the_settings(self, as_user, asked, helper):
        client = as_user(helper)
        told = client.post(f"/q/{asked.pk}/request/mute/", follow=True).content.decode()
        assert f"{asked.category.name} 질문은 부탁하지 않을게요" in told
        muted = f'name="muted_categories" value="{asked.category_id}" checked'
        assert muted in client.get("/settings/requests/").content.decode()

    def test_has_enough_for_today(self, as_user, asked, helper):
        client = as_user(helper)
        assert client.post("/requests/pause/").headers["Location"] == "/inbox/"
        assert Answerer.objects.get(pk=helper.pk).paused_until > timezone.now()
        assert "오늘은 쉬고 있어요" in client.get("/settings/requests/").content.decode()

    def test_sees_the_sentence_when_somebody_was_faster(self, as_user, asked, helper, neighbour):
        faster = neighbour()
        AnswerRequest.objects.create(question=asked, person=faster, wave=0, chance=0.2, base=0.2)
        reacting.claim(person=faster, question=asked)
        response = as_user(helper).post(f"/q/{asked.pk}/request/claim/")
        assert response.status_code == 409
        assert f"{faster.nickname}님이 답변을 쓰고 있어요" in response.content.decode()


@pytest.mark.parametrize("verb", ["claim", "pass", "mute"])
class TestReactions:
    def test_are_not_for_others(self, verb, as_user, asked):
        assert as_user(make_user()).post(f"/q/{asked.pk}/request/{verb}/").status_code == 404

    def test_ask_visitors_to_sign_in(self, verb, client, asked):
        response = client.post(f"/q/{asked.pk}/request/{verb}/")
        assert response.headers["Location"].startswith("/accounts/login/")

    def test_are_not_done_by_reading(self, verb, as_user, asked, helper):
        assert as_user(helper).get(f"/q/{asked.pk}/request/{verb}/").status_code == 405
        assert state(asked, helper) == RequestState.WAITING


class TestTheAskerAfterTenMinutes:
    def test_is_told_honestly_and_may_turn_to_the_next_villages(
        self, as_user, clock, asked, asker, neighbour
    ):
        near = neighbour(is_here=False)
        move_next_door(near)
        waves_out(clock)
        client = as_user(asker)
        text = page(client, asked)
        assert "10분 동안 답을 찾지 못했어요" in text
        assert "이웃 1명에게 물어봤지만" in text
        assert "한림읍" in text
        Answerer.objects.filter(pk=near.pk).update(here_at=timezone.now())
        told = client.post(f"/q/{asked.pk}/neighbours/", follow=True).content.decode()
        assert "옆 동네 이웃 1명에게 물어보고 있어요" in told
        again = client.post(f"/q/{asked.pk}/neighbours/", follow=True).content.decode()
        assert "옆 동네 이웃 1명" not in again
        assert AnswerRequest.objects.filter(person=near).count() == 1

    def test_is_alone_with_it(self, as_user, client, clock, asked):
        waves_out(clock)
        assert "옆 동네에도" not in page(client, asked)
        refused = as_user(make_user()).post(f"/q/{asked.pk}/neighbours/")
        assert refused.status_code == 403

    def test_may_not_before(self, as_user, asked, asker):
        assert as_user(asker).post(f"/q/{asked.pk}/neighbours/").status_code == 403


class TestWishes:
    FIELDS = {
        "is_willing": "on",
        "daily_limit": "3",
    }

    def test_are_kept(self, as_user, helper):
        client = as_user(helper)
        for _twice in range(2):
            response = client.post("/settings/requests/", self.FIELDS)
            assert response.status_code == 302
        one = Answerer.objects.get(pk=helper.pk)
        assert (one.is_willing, one.daily_limit) == (True, 3)
        assert one.muted_categories == []

    def test_may_be_to_be_left_alone(self, as_user, helper):
        as_user(helper).post("/settings/requests/", {**self.FIELDS, "is_willing": ""})
        assert not Answerer.objects.get(pk=helper.pk).is_willing

    def test_of_somebody_new_are_made(self, as_user, db):
        newcomer = make_user()
        client = as_user(newcomer)
        assert client.get("/settings/requests/").status_code == 200
        client.post("/settings/requests/", self.FIELDS)
        assert Answerer.objects.get(pk=newcomer.pk).daily_limit == 3

    def test_say_that_one_rests_and_where_that_ends(self, as_user, helper):
        quieting.pause_today(person=helper)
        text = as_user(helper).get("/settings/requests/").content.decode()
        assert "오늘은 쉬고 있어요" in text
        assert "/settings/notifications/" in text

    @pytest.mark.parametrize(("field", "value"), [("daily_limit", "1000"), ("daily_limit", "x")])
    def test_that_make_no_sense_are_refused_beside_the_field(self, field, value, as_user, helper):
        before = Answerer.objects.values().get(pk=helper.pk)
        refused = as_user(helper).post("/settings/requests/", {**self.FIELDS, field: value})
        assert refused.status_code == 400
        assert f'id="id_{field}_error"' in refused.content.decode()
        assert Answerer.objects.values().get(pk=helper.pk) == before

    def test_are_for_people_with_an_account(self, client, db):
        assert client.get("/settings/requests/").status_code == 302


def test_the_ask_page_says_who_could_be_asked(as_user, asker, neighbour):
    neighbour()
    text = as_user(asker).get("/ask/").content.decode()
    assert "애월읍 이웃 1명 가운데 답할 수 있는 분을" in text


def test_moderators_find_what_nobody_answered(as_user, clock, asked, helper):
    answered = make_question(make_user())
    waves.start(question_id=answered.pk)
    waves_out(clock)
    answer(author=helper, question=answered, body="늦었지만 여기 있어요.")
    operator = make_user(is_staff=True, is_superuser=True)
    client = as_user(operator)
    response = client.get("/admin/routing/route/?wanted=1")
    assert [route.pk for route in response.context["cl"].queryset] == [asked.pk]
