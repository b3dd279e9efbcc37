from __future__ import annotations

from functools import partial

import pytest
from django.db.models import Sum

from apps.notifications.kinds.answered import ANSWERED
from apps.notifications.kinds.points import POINTS
from apps.notifications.models import ACTORS_KEPT, Notification
from apps.notifications.services.notifying import notify
from apps.notifications.services.reading import mark_all_read
from tests.at_once import at_once
from tests.factories import make_question, make_user

PEOPLE = 20


@pytest.mark.django_db
def test_actors_are_kept_up_to_a_number_and_once_each():
    question = make_question()
    actors = [make_user() for _number in range(ACTORS_KEPT + 2)]
    for actor in (*actors, actors[0]):
        notify(
            recipient_id=question.author_id,
            kind=ANSWERED,
            actor_id=actor.pk,
            question_id=question.pk,
        )
    line = Notification.objects.get()
    assert line.actor_ids == [actor.pk for actor in actors[:ACTORS_KEPT]]
    assert line.actor == actors[0]


@pytest.mark.django_db
def test_lines_without_a_question_are_grouped_as_well():
    user = make_user()
    for _number in range(3):
        notify(recipient_id=user.pk, kind=POINTS, points=5)
    assert Notification.objects.get().points == 15


@pytest.mark.django_db(transaction=True)
def test_twenty_workers_with_the_same_news_make_one_line():
    question = make_question()
    actors = [make_user() for _number in range(PEOPLE)]
    tell = [
        partial(
            notify,
            recipient_id=question.author_id,
            kind=ANSWERED,
            actor_id=actor.pk,
            question_id=question.pk,
        )
        for actor in actors
    ]
    assert at_once(tell) == [None] * PEOPLE
    assert set(Notification.objects.get().actor_ids) == {actor.pk for actor in actors}


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_between_telling_and_reading():
    """Whatever joins a line that is being read is either in it or in a new one."""
    question = make_question()
    user = question.author
    tell = partial(notify, recipient_id=user.pk, kind=POINTS, question_id=question.pk, points=1)
    read = partial(mark_all_read, user=user)
    results = at_once([tell, tell, tell, read] * (PEOPLE // 4))
    assert not [result for result in results if isinstance(result, Exception)]
    assert Notification.objects.aggregate(total=Sum("points"))["total"] == PEOPLE * 3 // 4
    assert Notification.objects.unread().count() <= 1
