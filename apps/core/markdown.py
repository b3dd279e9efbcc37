"""Markdown from strangers to HTML that is safe to show.

``markdown-it-py`` renders with raw HTML off; ``nh3`` then keeps only the tags
below, so that a bug in one of them is not enough.
"""

from __future__ import annotations

from typing import Final

import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt

_TAGS: Final = {
    "p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}}
_SCHEMES: Final = {"http", "https", "mailto", "tel"}

# Images are for the media app; until then a picture link is shown as a link.
_MARKDOWN: Final = (
    MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": True, "maxNesting": 20})
    .enable(["table", "strikethrough", "linkify"])
    .disable(["image", "html_block", "html_inline"])
)


# Only addresses written out in full become links: "1.5km" and "맛집.카페" are not addresses.
_MARKDOWN.linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False})


def render(text: str) -> str:
    """HTML of ``text``: no scripts, no styles, outbound links marked nofollow and ugc.

    Headings start at h3, below the page's and the post's own.
    """
    return nh3.clean(
        _lower_headings(_MARKDOWN.render(text)),
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=set(_SCHEMES),
        link_rel="nofollow ugc noopener noreferrer",
    )


def _lower_headings(html: str) -> str:
    # Only our renderer wrote these tags: raw HTML in the text has been escaped already.
    for level in (4, 3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 2}>").replace(
            f"</h{level}>", f"</h{level + 2}>"
        )
    return html
