from __future__ import annotations

import pytest

from apps.accounts.models import User
from apps.questions.models import Answer, Question
from tests.factories import make_answer, make_question, make_user


@pytest.fixture
def asker(db) -> User:
    return make_user("애월주민")


@pytest.fixture
def neighbour(db) -> User:
    return make_user("제주토박이")


@pytest.fixture
def outsider(db) -> User:
    return make_user("지나가던이")


@pytest.fixture
def moderator(db) -> User:
    return make_user("살피는이", is_staff=True)


@pytest.fixture
def question(asker) -> Question:
    return make_question(asker, body="아이가 **열**이 나요.", tags=["소아과", "애월"])


@pytest.fixture
def answer(question, neighbour) -> Answer:
    return make_answer(question, neighbour)
