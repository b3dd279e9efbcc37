"""Android: Firebase Cloud Messaging, HTTP v1.

https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages
https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import google.auth.transport.requests
import requests
from django.conf import settings
from google.auth.exceptions import RefreshError, TransportError
from google.oauth2 import service_account

from apps.notifications.channels import pushing
from apps.notifications.channels.http import ERROR_LENGTH, TIMEOUT, broken, outcome_of
from apps.notifications.channels.outcomes import Away, Gone, Outcome, Refused, TryLater
from apps.notifications.composing import Message

SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
TTL = 86_400
# What Google asks for where a 429 says nothing.
BUSY = "60"
# The app was removed, or its token belongs to another project: nobody is there.
_GONE = {"UNREGISTERED", "SENDER_ID_MISMATCH"}


def push(message: Message) -> Outcome:
    """Hand the message to Google."""
    if not settings.FCM_CREDENTIALS:
        return Refused("FCM_CREDENTIALS is not set")
    assert message.device is not None  # noqa: S101 -- the caller has looked
    client = _client(settings.FCM_CREDENTIALS)
    address = f"{settings.FCM_URL}/v1/projects/{client.project}/messages:send"
    try:
        response = client.session.post(
            address, json={"message": body(message)}, timeout=TIMEOUT, allow_redirects=False
        )
    except RefreshError as error:
        return TryLater(f"no access token: {error}")
    except TransportError as error:
        # Of those who give out access tokens; the message has not left.
        return Away(str(error))
    except requests.RequestException as error:
        return broken(error)
    return _outcome(response)


def body(message: Message) -> dict[str, Any]:
    """`messages.send` as documented; values of ``data`` are strings.

    Data alone, which the app shows: what has a ``notification`` Android shows itself while the app is not
    open, without our buttons, and of those waiting for a phone that is off it keeps four at most.
    """
    assert message.device is not None  # noqa: S101 -- the caller has looked
    told = pushing.payload(message)
    return {
        "token": message.device.token,
        "data": told | {"actions": json.dumps(told["actions"], ensure_ascii=False)},
        "android": {
            "priority": "HIGH" if message.is_urgent else "NORMAL",
            "ttl": f"{message.keeps or TTL}s",
        },
    }


def _outcome(response: requests.Response) -> Outcome:
    if not response.ok and _is_nobody_there(response):
        return Gone(f"{response.status_code} {response.text[:ERROR_LENGTH]}")
    wait = response.headers.get("Retry-After")
    if response.status_code == requests.codes.too_many_requests:
        wait = wait or BUSY
    return outcome_of(response.status_code, response.text, retry_after=wait, gone=())


def _is_nobody_there(response: requests.Response) -> bool:
    """By FCM's own words: a 404 may be a project that does not exist as well, a 400 a mistake of ours."""
    error = _error(response)
    details = [each for each in error.get("details") or () if isinstance(each, dict)]
    codes = {each.get("errorCode") for each in details}
    fields = {field.get("field") for each in details for field in each.get("fieldViolations") or ()}
    if codes & _GONE or "message.token" in fields:
        return True
    return "INVALID_ARGUMENT" in codes and "registration token" in str(error.get("message"))


def _error(response: requests.Response) -> dict[str, Any]:
    try:
        error = response.json()["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return error if isinstance(error, dict) else {}


class _Client:
    """A session that renews its access token by itself."""

    def __init__(self, credentials: str) -> None:
        account = service_account.Credentials.from_service_account_info(
            json.loads(credentials), scopes=[SCOPE]
        )
        self.project = account.project_id
        self.session = google.auth.transport.requests.AuthorizedSession(
            account, refresh_timeout=TIMEOUT
        )


@cache
def _client(credentials: str) -> _Client:
    return _Client(credentials)
