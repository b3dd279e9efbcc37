"""Valkey really stops while questions come: nobody is missed, nobody asked twice, every page is told."""

from __future__ import annotations

import json

import pytest
import redis
from django.utils import timezone

from apps.events.enums import State
from apps.events.models import Delivery
from apps.live.channels import STREAM
from apps.questions.models import Question
from apps.routing.models import Answerer, AnswerRequest, Route
from apps.routing.services import waves
from tests.events.processes.cast import PATIENCE, Valkey, on_stage
from tests.factories import make_question, make_user
from tests.waiting import eventually


@pytest.fixture
def cast(transactional_db, tmp_path):
    with on_stage(tmp_path) as cast:
        yield cast


def ask(title: str) -> Question:
    """With the neighbours at their pages."""
    Answerer.objects.update(here_at=timezone.now(), quiet_from=None, quiet_to=None)
    return make_question(make_user(), title=title)


def asked_for(question: Question) -> list[int]:
    return list(AnswerRequest.objects.filter(question=question).values_list("person_id", flat=True))


def told_of(question: Question, valkey: Valkey) -> bool:
    """Whether the open pages were told of the asks."""
    with redis.Redis(port=valkey.port, decode_responses=True) as client:
        news = [fields for _id, fields in client.xrange(STREAM)]
    return any(
        each["kind"] == "ask" and json.loads(each["data"])["question"] == question.pk
        for each in news
    )


def all_told() -> bool:
    told = Delivery.objects.filter(event__type="answer.requested")
    return told.exists() and not told.exclude(state=State.DONE).exists()


def test_questions_asked_during_an_outage_are_put_to_people_once_it_is_over(cast, neighbour):
    for _number in range(6):
        neighbour()
    cast.relay()
    cast.worker()
    before = ask("수도가 안 나오는데 우리 동네만 그런가요?")
    assert eventually(lambda: told_of(before, cast.valkey), PATIENCE)

    cast.valkey.stop()
    during = ask("정전된 곳이 또 있나요?")
    # A wave that a worker takes just then: the asks are rows, the news waits.
    waves.start(question_id=during.pk)
    later = ask("물 나오는 곳 있나요?")
    assert not Route.objects.filter(question=later).exists()
    people = asked_for(during)
    assert people

    cast.valkey.start()
    for question in (during, later):
        assert eventually(lambda question=question: told_of(question, cast.valkey), PATIENCE)
        assert len(set(asked_for(question))) == len(asked_for(question)) > 0
    assert asked_for(during) == people
    assert eventually(all_told, PATIENCE)
    assert Route.objects.count() == 3
