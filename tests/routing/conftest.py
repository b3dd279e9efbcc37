from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
import time_machine

from apps.routing.models import Answerer
from apps.routing.services.enrolling import enrol
from tests.factories import AEWOL, make_question, make_region, make_user

# A Tuesday, 14:00 in Korea: nobody's quiet hours.
AFTERNOON = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)
_names = itertools.count(1)


@pytest.fixture
def clock():
    """Time that passes only when it is told to."""
    with time_machine.travel(AFTERNOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def neighbour(db):
    """Make somebody who can be asked, at home in 애월읍 and with a page open unless told otherwise."""

    def make(*, region: int | None = AEWOL, is_here: bool = True, **wishes):
        home = make_region(region) if region else None
        person = make_user(f"동네이웃{next(_names)}", home_region=home)
        enrol(person_id=person.pk)
        here = {"here_at": datetime.now(UTC)} if is_here else {}
        Answerer.objects.filter(pk=person.pk).update(**wishes, **here)
        return person

    return make


@pytest.fixture
def asker(db):
    return make_user("묻는사람", home_region=make_region())


@pytest.fixture
def question(clock, asker):
    return make_question(asker, tags=["소아과", "애월"])
