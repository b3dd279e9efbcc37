"""Where somebody says what they want to hear, and when not."""

from __future__ import annotations

import pytest
from django.utils import timezone

from apps.accounts.models import QuietHours
from apps.notifications.enums import Channel, Frequency, Watching
from apps.notifications.facts import is_chosen, preferences_of
from apps.notifications.models import Device, Preferences, Suppression, Watch
from apps.notifications.services.following import watch
from apps.routing.models import Answerer
from apps.routing.services.enrolling import enrol
from tests.factories import make_question, make_region, make_user

pytestmark = pytest.mark.django_db

URL = "/settings/notifications/"
FORM = {
    "choices": ["answered.push", "points.push"],
    "daily_limit": "5",
    "has_quiet_hours": "on",
    "quiet_from": "22",
    "quiet_to": "8",
    "time_zone": "Asia/Tokyo",
    "digest": "daily",
}


@pytest.fixture
def person():
    person = make_user("설정하는이", home_region=make_region())
    enrol(person_id=person.pk)
    return person


def test_shows_the_defaults_to_whoever_never_chose(as_user, person):
    page = as_user(person).get(URL).content.decode()
    assert 'value="answered.push" checked' in page
    assert 'value="points.push">' in page
    assert "오늘은 그만" in page
    assert "아직 없어요" in page
    assert not Preferences.objects.exists()


def test_keeps_what_was_chosen_twice_as_well_as_once(as_user, person):
    for _twice in range(2):
        assert as_user(person).post(URL, FORM).headers["Location"] == URL
    wishes = preferences_of(person.pk)
    assert (wishes.daily_limit, wishes.digest) == (5, Frequency.DAILY)
    assert is_chosen(wishes, "answered", Channel.PUSH)
    assert not is_chosen(wishes, "answered", Channel.EMAIL)
    assert is_chosen(wishes, "points", Channel.PUSH)
    hours = QuietHours.objects.get(person=person)
    assert (hours.begins, hours.ends, hours.time_zone) == (22, 8, "Asia/Tokyo")
    one = Answerer.objects.get(pk=person.pk)
    assert (one.quiet_from, one.quiet_to) == (22, 8)
    assert 'value="points.push" checked' in as_user(person).get(URL).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("daily_limit", "0"),
        ("quiet_from", "24"),
        ("quiet_to", "22"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "localtime"),
        ("digest", "hourly"),
    ],
)
def test_refuses_nonsense_beside_its_field_and_loses_nothing(as_user, person, field, value):
    refused = as_user(person).post(URL, FORM | {field: value})
    page = refused.content.decode()
    assert refused.status_code == 400
    assert f'id="id_{field}_error"' in page
    assert 'value="points.push" checked' in page
    assert not Preferences.objects.exists()
    assert not QuietHours.objects.exists()


def test_a_limit_set_elsewhere_is_not_lowered_by_saving(as_user, person):
    Preferences.objects.create(person=person, daily_limit=7)
    assert '<option value="7" selected>' in as_user(person).get(URL).content.decode()
    as_user(person).post(URL, FORM | {"daily_limit": "7"})
    assert Preferences.objects.get().daily_limit == 7


def test_no_quiet_hours_is_a_choice(as_user, person):
    as_user(person).post(
        URL, {name: value for name, value in FORM.items() if name != "has_quiet_hours"}
    )
    assert QuietHours.objects.get(person=person).begins is None
    assert Answerer.objects.get(pk=person.pk).quiet_from is None


def test_a_pause_stops_asks_as_well_and_can_be_ended(as_user, person):
    client = as_user(person)
    for _twice in range(2):
        assert client.post(f"{URL}pause/").headers["Location"] == URL
    assert Answerer.objects.get(pk=person.pk).paused_until > timezone.now()
    assert "오늘은 쉬고 있어요" in client.get(URL).content.decode()
    for _twice in range(2):
        client.post(f"{URL}resume/")
    assert Answerer.objects.get(pk=person.pk).paused_until is None


def test_lists_what_is_followed_and_muted(as_user, person):
    loud = make_user("시끄러운이")
    question = make_question()
    watch(person=person, subject=make_region(), mode=Watching.FOLLOW)
    watch(person=person, subject=loud, mode=Watching.MUTE)
    watch(person=person, subject=question, mode=Watching.MUTE)
    page = as_user(person).get(URL).content.decode()
    for name in ("애월읍", "시끄러운이", question.title):
        assert name in page


def test_says_when_mail_cannot_be_sent(as_user, person):
    Suppression.objects.create(email=person.email, trouble="bounced")
    assert "이메일을 보내지 못하고 있어요" in as_user(person).get(URL).content.decode()


def test_a_device_can_be_removed_by_its_owner_only(as_user, person):
    device = Device.objects.create(person=person, platform="fcm", token="a-phone", name="갤럭시")
    remove = f"{URL}devices/{device.pk}/"
    as_user(make_user()).post(remove)
    assert Device.objects.exists()
    client = as_user(person)
    assert "갤럭시" in client.get(URL).content.decode()
    for _twice in range(2):
        assert client.post(remove).status_code == 302
    assert not Device.objects.exists()
    assert client.get(remove).status_code == 405


class TestWatching:
    def test_from_the_page_of_the_thing_and_back(self, as_user, person):
        region = make_region()
        url = f"/watch/region/{region.pk}/"
        client = as_user(person)
        page = client.get(url, {"next": "/r/somewhere/"}).content.decode()
        assert "소식 받기" in page
        for _twice in range(2):
            back = client.post(url, {"mode": "follow", "next": "/r/somewhere/"})
            assert back.headers["Location"] == "/r/somewhere/"
        assert Watch.objects.get().mode == Watching.FOLLOW
        assert "소식 그만 받기" in client.get(url).content.decode()
        client.post(url, {"mode": "none"})
        assert not Watch.objects.exists()

    @pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "javascript:x"])
    def test_never_leads_elsewhere(self, as_user, person, to):
        back = as_user(person).post(
            f"/watch/region/{make_region().pk}/", {"mode": "follow", "next": to}
        )
        assert back.headers["Location"] == URL

    def test_a_place_cannot_be_muted_nor_a_person_followed(self, as_user, person):
        client = as_user(person)
        client.post(f"/watch/region/{make_region().pk}/", {"mode": "mute"})
        client.post(f"/watch/person/{make_user().pk}/", {"mode": "follow"})
        assert not Watch.objects.exists()

    def test_what_is_not_there_is_not_found(self, as_user, person):
        client = as_user(person)
        assert client.get("/watch/question/999999/").status_code == 404
        assert client.get("/watch/weather/1/").status_code == 404
        assert client.get(f"/watch/person/{person.pk}/").status_code == 200
        assert client.post(f"/watch/person/{person.pk}/", {"mode": "mute"}).status_code == 302
        assert not Watch.objects.exists()


def test_all_of_it_is_for_people_with_an_account(client):
    for url in (URL, f"/watch/region/{make_region().pk}/"):
        assert client.get(url).headers["Location"].startswith("/accounts/login/")
    for url in (f"{URL}pause/", f"{URL}resume/", f"{URL}devices/1/"):
        assert client.post(url).status_code == 302
    assert client.get(f"{URL}pause/").status_code == 405
