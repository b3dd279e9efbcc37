"""What browsers ask for: the service worker, its token, and to be pushed to."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from apps.accounts.services.sessions import sign_out_everywhere
from apps.notifications.models import Device
from apps.notifications.services import devices
from apps.notifications.webpush_hosts import is_push_service
from tests.factories import make_user
from tests.outbox import drain

pytestmark = pytest.mark.django_db

URL = "/push/subscription/"


@pytest.fixture
def subscription(pushes):
    return pushes.browser().subscription | {"name": "Windows Chrome"}


def send(client, url: str, data: object):
    return client.post(url, json.dumps(data), content_type="application/json")


def test_a_browser_is_registered_once_however_often_it_comes(as_user, subscription):
    person = make_user()
    for _twice in range(2):
        assert send(as_user(person), URL, subscription).status_code == 204
    device = Device.objects.get()
    assert (device.person, device.platform, device.name) == (person, "web", "Windows Chrome")


def test_one_that_was_removed_is_not_put_back_by_looking_at_a_page(as_user, subscription):
    client = as_user(make_user())
    look = subscription | {"refresh": True}
    assert send(client, URL, look).status_code == 404
    send(client, URL, subscription)
    assert send(client, URL, look).status_code == 204
    client.post(f"/settings/notifications/devices/{Device.objects.get().pk}/")
    assert send(client, URL, look).status_code == 404
    assert not Device.objects.exists()


def test_signing_out_of_a_browser_takes_it_off_the_list(as_user, pushes):
    person = make_user()
    here, elsewhere = as_user(person), as_user(person)
    send(here, URL, pushes.browser("here").subscription)
    send(elsewhere, URL, pushes.browser("elsewhere").subscription)
    here.post("/accounts/logout/")
    assert Device.objects.get().token == pushes.browser("elsewhere").endpoint


def test_signing_out_everywhere_takes_all_of_them_off(as_user, subscription):
    person, other = make_user(), make_user()
    send(as_user(person), URL, subscription)
    Device.objects.create(person=other, platform="fcm", token="another-phone")
    sign_out_everywhere(user=person)
    drain()
    assert Device.objects.get().person == other


def test_a_known_push_service_is_believed(settings):
    settings.WEB_PUSH_HOSTS = ["fcm.googleapis.com", "*.push.services.mozilla.com"]
    assert is_push_service("https://fcm.googleapis.com/fcm/send/abc:DEF-_123")
    assert is_push_service("https://updates.push.services.mozilla.com/wpush/v2/gAAA")
    assert not is_push_service("http://fcm.googleapis.com/fcm/send/abc")
    assert not is_push_service("https://push.services.mozilla.com.evil.example/")


def test_a_browser_belongs_to_whoever_signed_in_last(as_user, subscription):
    first, second = make_user(), make_user()
    for person in (first, second):
        send(as_user(person), URL, subscription)
    assert Device.objects.get().person == second


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "https://169.254.169.254/latest/meta-data"},
        {"endpoint": "http://127.0.0.1:1/push/one"},
        {"endpoint": ""},
        {"endpoint": "https://evil.example\\.push.services.mozilla.com/x"},
        {"endpoint": "https://user@fcm.googleapis.com/x"},
        {"endpoint": "https://fcm.googleapis.com:444/x"},
        {"endpoint": "https://push.services.mozilla.com.evil.example/x"},
        {"keys": {"p256dh": "short", "auth": "short"}},
        {"keys": "nonsense"},
        {"keys": None},
    ],
)
def test_what_no_browser_sends_is_refused_with_a_sentence(as_user, subscription, change):
    refused = send(as_user(make_user()), URL, subscription | change)
    assert refused.status_code == 400
    assert refused.json()["error"].endswith("요.")
    assert not Device.objects.exists()


def test_what_is_no_json_is_refused(as_user):
    client = as_user(make_user())
    for body in (b"", b"[1]", b"\xff", b"{" * 5000):
        assert client.post(URL, body, content_type="application/json").status_code == 400


def test_there_is_a_limit_to_browsers(as_user, pushes, monkeypatch):
    monkeypatch.setattr(devices, "MOST_DEVICES", 2)
    client = as_user(make_user())
    codes = [send(client, URL, pushes.browser(str(n)).subscription).status_code for n in range(3)]
    assert codes == [204, 204, 403]


def test_strangers_and_forgers_are_refused(client, subscription):
    assert send(client, URL, subscription).status_code == 302
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(make_user())
    assert send(careful, URL, subscription).status_code == 403
    assert careful.get(URL).status_code == 405
    assert not Device.objects.exists()


def test_a_service_worker_gets_a_token_for_its_person_only(client, as_user):
    assert client.get("/push/csrf/").json() == {"csrf": None}
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(make_user())
    answer = careful.get("/push/csrf/")
    assert "no-store" in answer.headers["Cache-Control"]
    refused = careful.post("/settings/notifications/pause/")
    allowed = careful.post(
        "/settings/notifications/pause/", headers={"X-CSRFToken": answer.json()["csrf"]}
    )
    assert (refused.status_code, allowed.status_code) == (403, 302)


def test_the_worker_and_the_manifest_are_what_browsers_expect(client):
    worker = client.get("/worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert "notificationclick" in worker.content.decode()
    manifest = client.get("/manifest.webmanifest")
    assert manifest.headers["Content-Type"] == "application/manifest+json"
    assert manifest.json()["name"] == "동네물어봐"
    assert manifest.json()["display"] == "standalone"
