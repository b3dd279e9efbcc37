"""Who draws the map, and what its page may load for it."""

from __future__ import annotations

from urllib.parse import urlsplit

from dongne.settings.env import current

_map = current().map

MAP_PROVIDER = _map.provider
MAP_TILE_URL = _map.tile_url
MAP_ATTRIBUTION = _map.attribution
KAKAO_MAP_SCRIPT = f"https://dapi.kakao.com/v2/maps/sdk.js?appkey={_map.kakao_key}&autoload=false"

_tiles = urlsplit(_map.tile_url)
# Joins the Content-Security-Policy of the pages with a map, and of no others. Kakao's script fetches its
# second half and its pictures from numbered hosts of Daum, and lays its controls out by style attributes.
MAP_SOURCES: dict[str, list[str]] = (
    {
        "script-src": ["https://dapi.kakao.com", "https://t1.daumcdn.net"],
        "img-src": ["https://*.daumcdn.net"],
        "style-src-attr": ["'unsafe-inline'"],
    }
    if _map.provider == "kakao"
    else {"img-src": [f"{_tiles.scheme}://{_tiles.netloc}"]}
)
