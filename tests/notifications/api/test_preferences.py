"""What somebody wants to hear, as the app shows and changes it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from apps.accounts.models import QuietHours
from apps.notifications.enums import Channel
from apps.notifications.models import Preferences
from apps.notifications.services.preferring import prefer

pytestmark = pytest.mark.django_db

PATH = "/api/v1/notification-preferences/"


@pytest.fixture
def app(api, asker):
    return api(asker)


def choice(told, kind, channel):
    return next(
        each for each in told["choices"] if (each["kind"], each["channel"]) == (kind, channel)
    )


def test_at_first_they_are_what_holds_for_everybody(app):
    told = app.get(PATH).json()
    assert choice(told, "answered", "push") == {
        "kind": "answered",
        "kind_label": "내 질문에 답변이 달릴 때",
        "channel": "push",
        "channel_label": "푸시",
        "is_on": True,
    }
    assert choice(told, "points", "push")["is_on"] is False
    del told["choices"]
    assert told == {
        "daily_limit": 20,
        "digest": "weekly",
        "quiet_from": 23,
        "quiet_to": 7,
        "time_zone": "Asia/Seoul",
        "is_paused": False,
        "paused_until": None,
    }
    assert not Preferences.objects.exists()


def test_a_kind_shows_the_ways_it_may_go(app):
    told = app.get(PATH).json()["choices"]
    assert [each["channel"] for each in told if each["kind"] == "points"] == ["push"]
    assert "welcome" not in {each["kind"] for each in told}


def test_the_page_and_the_app_show_the_same(app, asker):
    prefer(person=asker, choices={("answered", Channel.EMAIL): False}, daily_limit=5)
    told = app.get(PATH).json()
    assert choice(told, "answered", "email")["is_on"] is False
    assert told["daily_limit"] == 5


def test_changing_some_leaves_the_rest(app, asker):
    app.patch(PATH, {"daily_limit": 7, "digest": "daily"})
    sent = {"choices": [{"kind": "points", "channel": "push", "is_on": True}]}
    told = app.patch(PATH, sent).json()
    assert choice(told, "points", "push")["is_on"] is True
    assert choice(told, "answered", "push")["is_on"] is True
    assert (told["daily_limit"], told["digest"]) == (7, "daily")
    assert told == app.get(PATH).json()
    assert Preferences.objects.get().choices == {"points.push": True}


def test_what_was_read_can_be_sent_back(app):
    before = app.get(PATH).json()
    after = app.patch(PATH, before)
    assert (after.status_code, after.json()) == (200, before)
    assert Preferences.objects.get().choices == {}


def test_quiet_hours(app):
    told = app.patch(PATH, {"quiet_to": 9}).json()
    assert (told["quiet_from"], told["quiet_to"]) == (23, 9)
    told = app.patch(PATH, {"time_zone": "Europe/Berlin"}).json()
    assert (told["quiet_to"], told["time_zone"]) == (9, "Europe/Berlin")
    told = app.patch(PATH, {"quiet_from": None, "quiet_to": None}).json()
    assert (told["quiet_from"], told["time_zone"]) == (None, "Europe/Berlin")


def test_no_more_today_and_on_again(app, clock):
    told = app.patch(PATH, {"is_paused": True}).json()
    assert told["is_paused"] is True
    assert told["paused_until"] == "2026-12-02T00:00:00+09:00"
    clock.move_to(QuietHours.objects.get().paused_until)
    told = app.get(PATH).json()
    assert (told["is_paused"], told["paused_until"]) == (False, None)
    app.patch(PATH, {"is_paused": True})
    assert app.patch(PATH, {"is_paused": False}).json()["paused_until"] is None
    assert QuietHours.objects.get().paused_until is None


def test_when_a_pause_ends_is_not_for_sending(app):
    sent = {"paused_until": timezone.now().isoformat()}
    assert app.patch(PATH, sent).json()["paused_until"] is None


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"choices": "all"}, "choices"),
        ({"choices": [{"kind": "answered", "channel": "fax", "is_on": True}]}, "choices.0.channel"),
        ({"choices": [{"kind": "answered", "channel": "push"}]}, "choices.0.is_on"),
        ({"choices": [{"kind": "nothing", "channel": "push", "is_on": True}]}, "choices"),
        ({"choices": [{"kind": "points", "channel": "email", "is_on": True}]}, "choices"),
        ({"choices": None}, "choices"),
        ({"daily_limit": 0}, "daily_limit"),
        ({"daily_limit": 101}, "daily_limit"),
        ({"daily_limit": 10**30}, "daily_limit"),
        ({"daily_limit": "many"}, "daily_limit"),
        ({"digest": "hourly"}, "digest"),
        ({"quiet_from": 24}, "quiet_from"),
        ({"quiet_to": -1}, "quiet_to"),
        ({"quiet_to": 23}, "quiet_to"),
        ({"quiet_from": None}, "quiet_from"),
        ({"quiet_to": None}, "quiet_to"),
        ({"quiet_to": "late"}, "quiet_to"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"is_paused": "maybe"}, "is_paused"),
    ],
)
def test_the_field_at_fault_is_named_and_nothing_is_changed(app, sent, field):
    before = app.get(PATH).json()
    refused = app.patch(PATH, {"digest": "never", "is_paused": True} | sent)
    assert refused.status_code == 400
    assert list(refused.json()["error"]["fields"]) == [field]
    assert app.get(PATH).json() == before
