"""Services beyond this site: for signing in, for pushing to phones, for maps; no key is needed to run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from dongne.settings.reader import Reader

SOCIAL_PROVIDERS = ("kakao", "naver", "google")
# What of a Google service account's JSON pushing to Android needs.
SERVICE_ACCOUNT = ("project_id", "private_key", "client_email", "token_uri")
MAP_PROVIDERS = ("leaflet", "kakao")
OPENSTREETMAP = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Who draws maps. ``tile_url`` has {z}, {x} and {y} in it, ``attribution`` is what its owner asks for."""

    provider: str
    kakao_key: str
    tile_url: str
    attribution: str


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


def map_provider(reader: Reader, *, schemes: tuple[str, ...]) -> Map:
    """Kakao where its JavaScript key is given, else Leaflet with tiles from a URL of ``schemes``."""
    key = reader.text("KAKAO_MAP_KEY", default="")
    provider = reader.choice("MAP_PROVIDER", MAP_PROVIDERS, default="kakao" if key else "leaflet")
    if provider == "kakao" and not key:
        reader.refuse("KAKAO_MAP_KEY", "needed as well to draw maps by kakao")
    tile_url = reader.url("MAP_TILE_URL", schemes, default=OPENSTREETMAP)
    if (
        not all(part in tile_url for part in ("{z}", "{x}", "{y}"))
        or "{" in urlsplit(tile_url).netloc
    ):
        reader.refuse("MAP_TILE_URL", "needs {z}, {x} and {y} after the name of its host")
    return Map(
        provider=provider,
        kakao_key=key,
        tile_url=tile_url,
        attribution=reader.text("MAP_ATTRIBUTION", default="© OpenStreetMap"),
    )
