"""Two workers at once, and one that dies in the midst of a wave: nobody is asked twice or too often."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from apps.core.errors import DomainError
from apps.notifications.models import Notification
from apps.questions.services.answering import answer
from apps.routing.enums import RequestState
from apps.routing.models import Answerer, AnswerRequest, Route
from apps.routing.services import reacting, settling, waves
from apps.routing.services.enrolling import enrol
from tests.at_once import at_once
from tests.factories import make_category, make_question, make_region, make_user
from tools.data_dir import ROOT
from tools.databases import with_database

pytestmark = pytest.mark.django_db(transaction=True)


def make_neighbours(number: int, **wishes):
    people = [make_user(home_region=make_region()) for _ in range(number)]
    for person in people:
        enrol(person_id=person.pk)
    Answerer.objects.update(here_at=timezone.now(), quiet_from=None, quiet_to=None, **wishes)
    return people


def is_asked_once() -> bool:
    asked = list(AnswerRequest.objects.values_list("question_id", "person_id"))
    return len(asked) == len(set(asked))


def test_two_workers_start_one_question_once():
    make_neighbours(10)
    question = make_question()
    started = at_once([partial(waves.start, question_id=question.pk)] * 4)
    assert sum(route is not None for route in started) == 1
    route = Route.objects.get()
    assert route.asked_count == AnswerRequest.objects.count() == Notification.objects.count() > 0


def test_two_workers_take_one_step_once():
    make_neighbours(10)
    question = make_question()
    waves.start(question_id=question.pk)
    due = timezone.now() - timedelta(seconds=1)
    Route.objects.update(due_at=due, started_at=due - timedelta(minutes=2))
    taken = at_once([partial(waves.advance, question_id=question.pk)] * 4)
    assert sorted(taken) == [False, False, False, True]
    assert Route.objects.get().wave == 2
    assert is_asked_once()


def test_many_questions_at_once_ask_nobody_above_their_limit():
    make_neighbours(3, daily_limit=2)
    questions = [make_question(category=make_category("etc")) for _ in range(8)]
    results = at_once([partial(waves.start, question_id=each.pk) for each in questions])
    assert all(isinstance(route, Route) for route in results), results
    for one in Answerer.objects.all():
        asks = AnswerRequest.objects.filter(person=one.person_id).count()
        assert asks == one.asked_today <= 2


def test_an_answer_and_a_wave_at_once_never_ask_for_what_is_there():
    people = make_neighbours(6)
    for _ in range(5):
        question = make_question()
        at_once([
            partial(answer, author=people[0], question=question, body="하귀에 있어요."),
            partial(waves.start, question_id=question.pk),
        ])  # fmt: skip
        settling.settle(question_id=question.pk)
        assert not AnswerRequest.objects.open().filter(question=question).exists()


def test_of_two_who_claim_at_once_one_does():
    people = make_neighbours(2)
    question = make_question()
    for person in people:
        AnswerRequest.objects.create(question=question, person=person, wave=0, chance=0.2, base=0.2)
    results = at_once(
        [partial(reacting.claim, person=person, question=question) for person in people]
    )
    assert sum(isinstance(result, DomainError) for result in results) == 1
    assert AnswerRequest.objects.filter(state=RequestState.CLAIMED).count() == 1


DIES = """
import os, signal, django
django.setup()
from apps.routing import events
from apps.routing.services import waves
events.answer_requested = lambda *_args, **_facts: os.kill(os.getpid(), signal.SIGKILL)
waves.start(question_id={question})
"""


def test_a_worker_killed_in_the_midst_of_a_wave_has_asked_nobody():
    make_neighbours(5)
    question = make_question()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "dongne.settings",
        "DATABASE_URL": with_database(
            os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"])
        ),
    }
    died = subprocess.run(
        [sys.executable, "-c", DIES.format(question=question.pk)],
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    assert not AnswerRequest.objects.exists()
    assert not Answerer.objects.exclude(asked_today=0).exists()
    route = waves.start(question_id=question.pk)
    assert route.asked_count == AnswerRequest.objects.count() > 0
    assert is_asked_once()
