"""Web push: encrypted for one browser (RFC 8291) and signed by this site (VAPID, RFC 8292)."""

from __future__ import annotations

import json
from typing import Any

import requests
from django.conf import settings
from pywebpush import WebPushException, webpush

from apps.notifications.channels import pushing
from apps.notifications.channels.http import TIMEOUT, broken, outcome_of
from apps.notifications.channels.outcomes import Gone, Outcome, Refused
from apps.notifications.composing import Message
from apps.notifications.webpush_hosts import is_push_service

# How long the push service keeps a message for a browser that is off; an ask is worth ten minutes.
TTL = 86_400


def push(message: Message) -> Outcome:
    """Hand the message to the browser's push service."""
    device = message.device
    assert device is not None  # noqa: S101 -- the caller has looked
    if not is_push_service(device.token):
        return Gone("not the address of a push service")
    try:
        response = webpush(
            subscription_info={
                "endpoint": device.token,
                "keys": {"p256dh": device.p256dh, "auth": device.auth},
            },
            data=json.dumps(pushing.payload(message), ensure_ascii=False),
            vapid_private_key=settings.VAPID_PRIVATE_KEY,
            vapid_claims={"sub": settings.VAPID_SUBJECT},
            content_encoding="aes128gcm",
            headers=_headers(message),
            ttl=message.keeps or TTL,
            timeout=TIMEOUT,
            requests_session=_session(),
        )
    except WebPushException as error:
        return _refusal(error)
    except requests.TooManyRedirects as error:
        return Refused(str(error))
    except requests.RequestException as error:
        return broken(error)
    return outcome_of(response.status_code, "")


def _headers(message: Message) -> dict[str, str]:
    urgency = "high" if message.is_urgent else "normal"
    # Of several messages with one topic the push service keeps the last (RFC 8030, 5.4).
    return {"Urgency": urgency, "Topic": message.topic}


def _session() -> requests.Session:
    """One that follows nobody elsewhere: an endpoint is given by a stranger's browser."""
    session = requests.Session()
    session.max_redirects = 0
    session.trust_env = False
    return session


def _refusal(error: WebPushException) -> Outcome:
    response: Any = error.response
    if response is None:
        return Refused(str(error))
    return outcome_of(
        response.status_code, response.text, retry_after=response.headers.get("Retry-After")
    )
