"""What search engines read of a page: its head, and what XML documents say."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse

NAMES = {"sm": "http://www.sitemaps.org/schemas/sitemap/0.9", "atom": "http://www.w3.org/2005/Atom"}


@dataclass
class PageHead:
    metas: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    data: list[dict[str, Any]] = field(default_factory=list)

    @property
    def canonical(self) -> str | None:
        return self.links.get("canonical")

    @property
    def is_found(self) -> bool:
        return "noindex" not in self.metas.get("robots", "")

    def of_type(self, name: str) -> dict[str, Any]:
        return next(data for data in self.data if data["@type"] == name)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.head = PageHead()
        self._json: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = found.get("property") or found.get("name") or ""
            self.head.metas[name] = found.get("content", "")
        elif tag == "link" and "rel" in found:
            self.head.links[found["rel"]] = found["href"]
        elif tag == "script" and found.get("type") == "application/ld+json":
            self._json = []

    def handle_data(self, data: str) -> None:
        if self._json is not None:
            self._json.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._json is not None:
            self.head.data.append(json.loads("".join(self._json)))
            self._json = None


def head_of(response: HttpResponse) -> PageHead:
    reader = _Reader()
    reader.feed(response.content.decode())
    return reader.head


def xml_of(response: HttpResponse) -> ET.Element:
    assert response.status_code == 200
    return ET.fromstring(response.content)  # noqa: S314 -- of our own making


def texts(root: ET.Element, path: str) -> list[str]:
    return [found.text or "" for found in root.findall(path, NAMES)]
