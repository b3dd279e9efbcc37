"""Following tags and places, and telling those who do."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.core.errors import NotAllowed
from apps.notifications.enums import Watching
from apps.notifications.kinds.followed import FOLLOWED
from apps.notifications.models import Dispatch, Notification, Watch
from apps.notifications.services import following
from apps.notifications.services.following import unwatch, watch
from apps.notifications.services.preferring import prefer
from apps.questions.models import Tag
from apps.regions.models import Region
from tests.factories import SEOUL, make_question, make_region, make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db


def told(question) -> set[int]:
    lines = Notification.objects.filter(kind="followed", question=question)
    return set(lines.values_list("recipient_id", flat=True))


def test_followers_of_a_tag_or_a_place_around_hear_once_of_a_question():
    make_question(tags=["소아과"])
    by_tag, by_place, by_both, elsewhere = (make_user() for _number in range(4))
    tag, aewol = Tag.objects.get(name="소아과"), make_region()
    sido = Region.objects.get(pk=aewol.sido_id)
    watch(person=by_tag, subject=tag, mode=Watching.FOLLOW)
    watch(person=by_place, subject=sido, mode=Watching.FOLLOW)
    for subject in (tag, aewol):
        watch(person=by_both, subject=subject, mode=Watching.FOLLOW)
    watch(person=elsewhere, subject=make_region(SEOUL), mode=Watching.FOLLOW)
    drain()
    question = make_question(tags=["소아과"])
    drain()
    assert told(question) == {by_tag.pk, by_place.pk, by_both.pk}
    assert not Dispatch.objects.filter(notification__kind="followed").exists()


def test_the_asker_and_whoever_muted_a_tag_do_not_hear():
    asker, deaf = make_user(), make_user()
    make_question(tags=["소아과", "애월"])
    for person in (asker, deaf):
        watch(person=person, subject=make_region(), mode=Watching.FOLLOW)
    watch(person=deaf, subject=Tag.objects.get(name="애월"), mode=Watching.MUTE)
    drain()
    question = make_question(asker, tags=["소아과", "애월"])
    drain()
    assert told(question) == set()


def test_whoever_wants_it_pushed_or_mailed_gets_it_so():
    person = make_user()
    watch(person=person, subject=make_region(), mode=Watching.FOLLOW)
    prefer(person=person, choices={("followed", "email"): True})
    make_question()
    drain()
    assert Dispatch.objects.filter(person=person, notification__kind="followed").count() == 1


def test_muting_takes_following_back_and_the_other_way_round():
    person = make_user()
    make_question(tags=["소아과"])
    tag = Tag.objects.get(name="소아과")
    for mode in (Watching.FOLLOW, Watching.MUTE, Watching.MUTE):
        watch(person=person, subject=tag, mode=mode)
    assert Watch.objects.get().mode == Watching.MUTE
    unwatch(person=person, subject=tag)
    unwatch(person=person, subject=tag)
    assert not Watch.objects.exists()


def test_there_is_a_limit_and_nobody_watches_themselves(monkeypatch):
    person = make_user()
    with pytest.raises(NotAllowed):
        watch(person=person, subject=person, mode=Watching.MUTE)
    monkeypatch.setattr(following, "MOST_WATCHES", 1)
    watch(person=person, subject=make_region(), mode=Watching.FOLLOW)
    watch(person=person, subject=make_region(), mode=Watching.FOLLOW)
    with pytest.raises(NotAllowed):
        watch(person=person, subject=make_user(), mode=Watching.MUTE)


def test_a_crowd_is_told_in_batches(monkeypatch):
    question = make_question()
    region = make_region()
    people = [make_user() for _number in range(25)]
    Watch.objects.bulk_create(
        Watch(person=person, region=region, mode=Watching.FOLLOW) for person in people
    )
    counts = []
    for size in (100, 10):
        monkeypatch.setattr(following, "BATCH", size)
        Notification.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            assert following.tell_followers(question_id=question.pk, kind=FOLLOWED) == 25
        counts.append(len([query for query in captured if "SAVEPOINT" not in (query["sql"] or "")]))
        assert told(question) == {person.pk for person in people}
    # Three statements a batch, and one for what the question is about.
    assert counts == [1 + 3, 1 + 3 * 3]
