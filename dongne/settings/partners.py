"""Keys of the services beyond this site: for signing in and for pushing to phones; none is needed to run."""

from __future__ import annotations

import json
from dataclasses import dataclass

from dongne.settings.reader import Reader

SOCIAL_PROVIDERS = ("kakao", "naver", "google")
# What of a Google service account's JSON pushing to Android needs.
SERVICE_ACCOUNT = ("project_id", "private_key", "client_email", "token_uri")


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialKey:
    """OAuth credentials of one sign-in provider."""

    client_id: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Apns:
    """Who signs pushes to iPhones: a key of Apple's developer account, and the app they are for."""

    url: str
    key: str
    key_id: str
    team_id: str
    topic: str


def social_keys(reader: Reader) -> dict[str, SocialKey]:
    """Credentials of the providers that have both halves; half a pair is a mistake worth naming."""
    keys = {}
    for provider in SOCIAL_PROVIDERS:
        id_name, secret_name = f"{provider.upper()}_CLIENT_ID", f"{provider.upper()}_CLIENT_SECRET"
        client_id, secret = reader.text(id_name, default=""), reader.text(secret_name, default="")
        if client_id and secret:
            keys[provider] = SocialKey(client_id=client_id, secret=secret)
        elif client_id or secret:
            reader.refuse(
                secret_name if client_id else id_name, f"needed as well to offer {provider} sign-in"
            )
    return keys


def fcm_credentials(reader: Reader) -> str:
    """The JSON of a Google service account, or nothing: then no Android phone can be registered."""
    text = reader.text("FCM_CREDENTIALS", default="")
    if not text:
        return ""
    try:
        account = json.loads(text)
        complete = all(account.get(name) for name in SERVICE_ACCOUNT)
    except (ValueError, AttributeError):
        complete = False
    if not complete:
        reader.refuse("FCM_CREDENTIALS", "expected the JSON of a Google service account")
    return text


def apns(reader: Reader) -> Apns | None:
    """All of Apple's four, or none: then no iPhone can be registered."""
    names = ("APNS_KEY", "APNS_KEY_ID", "APNS_TEAM_ID", "APNS_TOPIC")
    key, key_id, team_id, topic = values = [reader.text(name, default="") for name in names]
    url = reader.url("APNS_URL", ("http", "https"), default="https://api.push.apple.com")
    if not any(values):
        return None
    for name, value in zip(names, values, strict=True):
        if not value:
            reader.refuse(name, "needed as well to push to iPhones")
    return Apns(url=url, key=key.replace("\\n", "\n"), key_id=key_id, team_id=team_id, topic=topic)
