from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from apps.accounts.models import User
from apps.notifications.channels import apns as apns_channel
from apps.notifications.channels import fcm as fcm_channel
from apps.notifications.enums import Platform
from apps.notifications.models import Device
from apps.notifications.services.devices import register_phone
from dongne.settings.partners import Apns
from tests.notifications.channels import apns_server, fcm_server


@pytest.fixture
def google(settings: Any) -> Iterator[fcm_server.Google]:
    """Google, and a site with its keys."""
    with fcm_server.google() as service:
        settings.FCM_URL = service.url
        settings.FCM_CREDENTIALS = credentials = json.dumps(service.credentials)
        yield service
        fcm_channel._client(credentials).session.close()
        fcm_channel._client.cache_clear()


@pytest.fixture
def apple(settings: Any) -> Iterator[apns_server.Apple]:
    """Apple, and a site with its keys."""
    with apns_server.apple() as service:
        settings.APNS = Apns(
            url=service.url,
            key=service.pem,
            key_id=apns_server.KEY_ID,
            team_id=apns_server.TEAM,
            topic=apns_server.TOPIC,
        )
        yield service
        apns_channel._client(service.url).close()
        apns_channel._client.cache_clear()
        apns_channel._refused_at.clear()


@pytest.fixture
def android(asker: User, google: fcm_server.Google) -> Device:
    """A phone of ``asker`` with the app."""
    token = f"{secrets.token_urlsafe(16)}:APA91b{secrets.token_urlsafe(100)}"
    return register_phone(person=asker, platform=Platform.FCM, token=token, name="갤럭시")


@pytest.fixture
def iphone(asker: User, apple: apns_server.Apple) -> Device:
    token = secrets.token_hex(32)
    return register_phone(person=asker, platform=Platform.APNS, token=token, name="아이폰")
