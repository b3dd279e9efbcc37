"""What stands in the queue of those who ask people."""

from __future__ import annotations

import pytest
from celery import current_app


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("routing.tick", "routing"),
        ("routing.note_here", "routing"),
        ("routing.enrol_everybody", "analytics"),
        ("routing.end_old_requests", "analytics"),
    ],
)
def test_chores_do_not_stand_in_the_way_of_asking(task: str, queue: str) -> None:
    assert current_app.amqp.router.route({}, task)["queue"].name == queue
