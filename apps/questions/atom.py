"""The newest questions of everywhere, of a region or of a tag, as an Atom feed has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from apps.core import links
from apps.questions.feeds import Filters, order_of, rows

if TYPE_CHECKING:
    from apps.questions.models import Question, Tag
    from apps.regions.models import Region

ENTRIES: Final = 20
# Of a feed in which nothing was ever written.
NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class AtomEntry:
    """``id`` is an address that an edited title does not change."""

    id: str
    address: str
    title: str
    html: str
    author: str
    category: str
    tag_names: list[str]
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class AtomFeed:
    """``path`` is the page it is a feed of."""

    title: str
    path: str
    own_path: str
    entries: list[AtomEntry]

    @property
    def address(self) -> str:
        return links.absolute(self.path)

    @property
    def own_address(self) -> str:
        return links.absolute(self.own_path)

    @property
    def updated_at(self) -> datetime:
        return max((entry.updated_at for entry in self.entries), default=NEVER)


def of_site() -> AtomFeed:
    return AtomFeed(_("동네물어봐"), "/", links.site_feed(), _newest(Filters()))


def of_region(region: Region) -> AtomFeed:
    title = _("%(name)s 질문 · 동네물어봐") % {"name": region.full_name}
    path, own_path = links.region(region.slug), links.region_feed(region.slug)
    return AtomFeed(title, path, own_path, _newest(Filters(region=region)))


def of_tag(tag: Tag) -> AtomFeed:
    title = _("#%(name)s · 동네물어봐") % {"name": tag.name}
    path, own_path = links.tag(tag.name), links.tag_feed(tag.name)
    return AtomFeed(title, path, own_path, _newest(Filters(tag_id=tag.pk)))


def _newest(filters: Filters) -> list[AtomEntry]:
    """A list's questions, with their bodies."""
    questions = rows(filters).order_by(*order_of(filters)).for_list().defer(None)
    return [_entry(question) for question in questions[:ENTRIES]]


def _entry(question: Question) -> AtomEntry:
    return AtomEntry(
        id=links.absolute(links.question_by_id(question.pk)),
        address=links.absolute(question.get_absolute_url()),
        title=question.title,
        html=question.body_html,
        author=question.author.nickname,
        category=question.category.name,
        tag_names=question.tag_names,
        published_at=question.created_at,
        updated_at=question.edited_at or question.created_at,
    )
