"""Being asked, in the app."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from apps.routing.enums import RequestState
from apps.routing.models import AnswerRequest
from apps.routing.services import reacting, waves
from tests.factories import make_user
from tests.routing.test_reacting import waves_out


@pytest.fixture
def helper(neighbour):
    return neighbour()


@pytest.fixture
def asked(helper, question):
    waves.start(question_id=question.pk)
    return question


@pytest.fixture
def api():
    def make(user=None) -> APIClient:
        client = APIClient()
        if user is not None:
            client.force_login(user)
        return client

    return make


def test_lists_what_waits(api, asked, helper):
    (waiting,) = api(helper).get("/api/v1/answer-requests/").json()
    assert waiting["question"]["title"] == asked.title
    assert (waiting["state"], waiting["claimed_until"]) == ("waiting", None)


def test_lists_nothing_to_others(api, asked):
    assert api(make_user()).get("/api/v1/answer-requests/").json() == []
    assert api().get("/api/v1/answer-requests/").status_code == 401


def test_claims_once(api, clock, asked, helper):
    path = f"/api/v1/questions/{asked.pk}/claim/"
    first = api(helper).put(path).json()
    clock.shift(timedelta(seconds=10))
    assert api(helper).put(path).json() == first
    assert first["state"] == "claimed"


def test_says_who_was_faster(api, asked, helper, neighbour):
    faster = neighbour()
    AnswerRequest.objects.create(question=asked, person=faster, wave=0, chance=0.2, base=0.2)
    reacting.claim(person=faster, question=asked)
    refused = api(helper).put(f"/api/v1/questions/{asked.pk}/claim/")
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "claimed"


def test_passes_once(api, asked, helper):
    for _twice in range(2):
        passed = api(helper).put(f"/api/v1/questions/{asked.pk}/pass/")
        assert passed.json()["state"] == "passed"
    assert AnswerRequest.objects.get(person=helper).state == RequestState.PASSED


@pytest.mark.parametrize("verb", ["claim", "pass"])
def test_reacting_is_for_those_who_were_asked(verb, api, asked):
    path = f"/api/v1/questions/{asked.pk}/{verb}/"
    assert api(make_user()).put(path).status_code == 404
    assert api().put(path).status_code == 401
    assert api(make_user()).post(path).status_code == 405


def test_shows_the_clock_to_everybody(api, clock, asked, helper):
    path = f"/api/v1/questions/{asked.pk}/route/"
    reacting.claim(person=helper, question=asked)
    route = api().get(path).json()
    assert (route["asked_count"], route["outcome"]) == (1, "")
    assert route["claimed_by"] == helper.nickname
    waves_out(clock)
    assert api().get(path).json()["outcome"] == "unanswered"


def test_has_no_clock_once_it_is_settled(api, asked, asker):
    from apps.questions.services.closing import close

    close(user=asker, question=asked)
    assert api().get(f"/api/v1/questions/{asked.pk}/route/").status_code == 404
