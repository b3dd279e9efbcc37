"""Phones, as the app registers them."""

from __future__ import annotations

import pytest

from apps.notifications.models import Device
from apps.notifications.services.devices import MOST_DEVICES
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("phones")]

PATH = "/api/v1/devices/"
ANDROID, IPHONE = "dW5pcXVl:APA91bH-token_of_a_phone", "00FC13ADFF78512A" * 4


def fields_at_fault(response) -> dict[str, list[str]]:
    assert response.status_code == 400
    return response.json()["error"]["fields"]


def test_an_android_phone_is_registered(api, asker):
    sent = {"platform": "fcm", "token": ANDROID, "name": "  갤럭시  S26 "}
    told = api(asker).put(PATH, sent).json()
    assert (told["platform"], told["token"], told["name"]) == ("fcm", ANDROID, "갤럭시 S26")
    device = Device.objects.get()
    assert (device.person, device.platform, device.token) == (asker, "fcm", ANDROID)


def test_an_iphone_is_the_same_in_capitals(api, asker):
    client = api(asker)
    client.put(PATH, {"platform": "apns", "token": IPHONE})
    client.put(PATH, {"platform": "apns", "token": IPHONE.lower()})
    assert Device.objects.get().token == IPHONE.lower()
    assert client.delete(PATH, {"token": IPHONE}).status_code == 204
    assert not Device.objects.exists()


def test_a_phone_that_changed_hands_is_its_new_owners(api, asker):
    other = make_user()
    for person in (other, asker):
        api(person).put(PATH, {"platform": "fcm", "token": ANDROID})
    assert Device.objects.get().person == asker
    assert api(other).delete(PATH, {"token": ANDROID}).status_code == 204
    assert Device.objects.get().person == asker


def test_there_are_so_many_phones_and_no_more(api, asker):
    for number in range(MOST_DEVICES):
        api(asker).put(PATH, {"platform": "fcm", "token": f"{ANDROID}{number}"})
    refused = api(asker).put(PATH, {"platform": "fcm", "token": ANDROID})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "too_many")
    again = api(asker).put(PATH, {"platform": "fcm", "token": f"{ANDROID}0"})
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("platform", "missing", "phone"),
    [("fcm", {"FCM_CREDENTIALS": ""}, "안드로이드"), ("apns", {"APNS": None}, "아이폰")],
)
def test_a_site_without_keys_takes_no_such_phones(api, asker, settings, platform, missing, phone):
    for name, value in missing.items():
        setattr(settings, name, value)
    refused = api(asker).put(PATH, {"platform": platform, "token": "0" * 64})
    [sentence] = fields_at_fault(refused)["platform"]
    assert (
        sentence == f"{phone} 앱에는 아직 푸시를 보낼 수 없어요. 이메일이나 브라우저로 받아 주세요."
    )
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"platform": "web"}, "platform"),
        ({"platform": "pager"}, "platform"),
        ({"platform": None}, "platform"),
        ({"token": ""}, "token"),
        ({"token": "short"}, "token"),
        ({"token": "t" * 1001}, "token"),
        ({"token": "with a space"}, "token"),
        ({"token": "with\nline"}, "token"),
        ({"token": "한글토큰한글토큰"}, "token"),
        ({"token": ["list"]}, "token"),
        ({"platform": "apns", "token": "../../elsewhere/"}, "token"),
        ({"platform": "apns", "token": ANDROID}, "token"),
        ({"name": "이" * 201}, "name"),
        ({"name": None}, "name"),
    ],
)
def test_the_field_at_fault_is_named(api, asker, changed, field):
    sent = {"platform": "fcm", "token": ANDROID, "name": ""} | changed
    assert list(fields_at_fault(api(asker).put(PATH, sent))) == [field]
    assert not Device.objects.exists()


def test_what_is_missing_is_named(api, asker):
    assert set(fields_at_fault(api(asker).put(PATH, {}))) == {"platform", "token"}
    assert set(fields_at_fault(api(asker).delete(PATH))) == {"token"}
