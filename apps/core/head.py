"""What a page says of itself to search engines, and to those who show a link to it.

A view puts a ``Head`` into its context as ``head``. A page without one is not for search engines: what
should be found says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from django.utils.text import Truncator

from apps.core import links

DESCRIBED: Final = 150  # characters
_TAG: Final = re.compile("<[^>]*>")

Data = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Head:
    """``path`` is the one address under which the page is to be known.

    A page that is ``thin`` is shown to people but to no index; it names no other address either: the two
    together would say that the other one is not to be found.
    """

    path: str
    title: str = ""
    description: str = ""
    kind: str = "website"  # as Open Graph calls it
    is_thin: bool = False
    feed: str = ""  # path of the page as an Atom feed
    # In the terms of schema.org. Made when it is shown, which is to those signed out.
    data: Callable[[], list[Data]] | None = None

    @property
    def address(self) -> str:
        return links.absolute(self.path)


def plain(html: str) -> str:
    """The words of ``html`` that Markdown was rendered to, on one line.

    It is our own and clean, so that every "<" begins a tag; a parser took ten times as long.
    """
    return " ".join(unescape(_TAG.sub("", html)).split())


def short(text: str) -> str:
    return Truncator(text).chars(DESCRIBED)


def breadcrumbs(*steps: tuple[str, str]) -> Data:
    """``BreadcrumbList`` of names and paths, from the widest."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": links.absolute(path),
            }
            for position, (name, path) in enumerate(steps, 1)
        ],
    }
