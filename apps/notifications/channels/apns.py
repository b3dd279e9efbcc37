"""iPhone: Apple Push Notification service, HTTP/2 with a provider token.

https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns
https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

import httpx
import jwt
from django.conf import settings

from apps.notifications.channels import pushing
from apps.notifications.channels.http import TIMEOUT, outcome_of
from apps.notifications.channels.outcomes import Away, Gone, Outcome, Refused, TryLater, Unsure
from apps.notifications.composing import Message

TTL = 86_400
# Apple refuses tokens older than an hour, and more than one new one in twenty minutes.
TOKEN_LASTS = 40 * 60
# Apple takes often opened connections for an attack; one that was quiet for longer may be dead.
CONNECTION_LASTS = 60.0
# When Apple wants to be asked again after a 5xx; what is worth nothing by then is tried as usual.
BROKEN = "900"
_GONE = {"BadDeviceToken", "Unregistered", "DeviceTokenNotForTopic", "ExpiredToken"}
_LATER = {"ExpiredProviderToken", "TooManyProviderTokenUpdates", "IdleTimeout"}
# By key: when Apple last called a token of ours too old, which it is by Apple's clock.
_refused_at: dict[str, int] = {}


def push(message: Message) -> Outcome:
    """Hand the message to Apple."""
    keys = settings.APNS
    if keys is None:
        return Refused("APNS_KEY is not set")
    assert message.device is not None  # noqa: S101 -- the caller has looked
    token = _token(keys.key, keys.key_id, keys.team_id)
    try:
        response = _client(keys.url).post(
            f"/3/device/{message.device.token}",
            headers=_headers(message, token) | {"apns-topic": keys.topic},
            json=body(message),
        )
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        return Away(f"{type(error).__name__}: {error}")
    except (httpx.WriteError, httpx.WriteTimeout) as error:
        # Apple acts on whole requests only.
        return TryLater(f"{type(error).__name__}: {error}")
    except httpx.TransportError as error:
        return Unsure(f"{type(error).__name__}: {error}")
    answer = _answer(response)
    if answer.get("reason") == "ExpiredProviderToken":
        _refused_at[keys.key_id] = int(time.time())
    return _outcome(message, response, answer)


def body(message: Message) -> dict[str, Any]:
    """What the phone shows under `aps`, beside it what the app reads."""
    told = pushing.payload(message)
    aps = {
        "alert": {"title": told["title"], "body": told["body"]},
        "sound": "default",
        "category": told["kind"],
        "thread-id": told["tag"],
        "interruption-level": "time-sensitive" if message.is_urgent else "active",
    }
    return {"aps": aps, "url": told["url"], "kind": told["kind"], "actions": told["actions"]}


def _headers(message: Message, token: str) -> dict[str, str]:
    return {
        "authorization": f"bearer {token}",
        "apns-push-type": "alert",
        "apns-priority": "10" if message.is_urgent else "5",
        "apns-expiration": str(int(time.time()) + (message.keeps or TTL)),
        "apns-collapse-id": message.topic,
    }


def _token(key: str, key_id: str, team_id: str) -> str:
    """The same for all messages of a turn, with the time the turn began as its date of issue."""
    now = int(time.time())
    issued_at = max(now - now % TOKEN_LASTS, _refused_at.get(key_id, 0))
    return _signed(key, key_id, team_id, issued_at)


@lru_cache(maxsize=1)
def _signed(key: str, key_id: str, team_id: str, issued_at: int) -> str:
    claims = {"iss": team_id, "iat": issued_at}
    return jwt.encode(claims, key, algorithm="ES256", headers={"kid": key_id})


def _outcome(message: Message, response: httpx.Response, answer: dict[str, Any]) -> Outcome:
    reason = str(answer.get("reason", ""))
    told = f"{response.status_code} {reason}"
    if reason in _LATER:
        return TryLater(told)
    if reason in _GONE or response.status_code == httpx.codes.GONE:
        return TryLater(told) if _came_back(message, answer.get("timestamp")) else Gone(told)
    wait = response.headers.get("Retry-After")
    if response.is_server_error and message.keeps is None:
        wait = wait or BROKEN
    return outcome_of(response.status_code, reason, retry_after=wait, gone=())


def _came_back(message: Message, timestamp: object) -> bool:
    """Whether the app registered after Apple saw it gone, in milliseconds."""
    if message.device is None or not isinstance(timestamp, int):
        return False
    return message.device.seen_at > datetime.fromtimestamp(timestamp / 1000, UTC)


def _answer(response: httpx.Response) -> dict[str, Any]:
    """Empty when all is well, else JSON."""
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


@cache
def _client(url: str) -> httpx.Client:
    """One connection for all messages, as Apple asks; without TLS (tests) HTTP/2 is spoken at once."""
    return httpx.Client(
        base_url=url,
        http1=False,
        http2=True,
        timeout=TIMEOUT,
        trust_env=False,
        limits=httpx.Limits(max_keepalive_connections=1, keepalive_expiry=CONNECTION_LASTS),
    )
