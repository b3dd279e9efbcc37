"""What a kind of notification is, and all there are. A kind is one file beside this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from apps.notifications.enums import Channel

if TYPE_CHECKING:
    from apps.notifications.models import Notification

AT_ONCE = timedelta(0)
# How long a message waits for more of its kind, or to be read in the inbox.
A_WHILE = timedelta(minutes=10)
URGENT, USUAL, LATER = 1, 5, 9


@dataclass(frozen=True)
class Action:
    """A button on the notification itself.

    ``address`` is opened, or posted to when ``posts``; with a ``field`` what was typed into the notification
    is posted under that name. Where a platform has no such buttons it leads to the page that has them.
    """

    name: str
    label: str | Promise
    address: Callable[[Notification], str]
    posts: bool = False
    field: str = ""
    placeholder: str | Promise = ""


@dataclass(frozen=True, eq=False)
class Kind:
    """Why somebody is told something.

    Args:
        code: as the database and the choices of people name it.
        label: what the settings page calls it; empty when there is nothing to choose.
        icon: of the SVG sprite.
        sentence: the line in words; the question's title stands under it, not in it.
        address: where the line leads.
        channels: the ways out of the site that are on unless somebody chooses otherwise, and how long
            a message waits there for more of its kind.
        offered: ways that are off unless somebody chooses them; they wait ``A_WHILE``.
        keeps: how long it is worth sending; None for always. What comes later is skipped, and what
            would wait for the end of quiet hours as well.
        is_wanted: something is wanted of the person; such lines stand above the inbox's list.
        priority: which of several messages goes first.
        actions: buttons on a push.
    """

    code: str
    label: str | Promise
    icon: str
    sentence: Callable[[Notification], str]
    address: Callable[[Notification], str]
    channels: Mapping[Channel, timedelta] = field(default_factory=dict)
    offered: tuple[Channel, ...] = ()
    keeps: timedelta | None = None
    is_wanted: bool = False
    priority: int = USUAL
    actions: tuple[Action, ...] = ()

    def __str__(self) -> str:
        return self.code

    def is_on(self, channel: Channel) -> bool:
        """Unless somebody chose otherwise."""
        return channel in self.channels

    def may_go_by(self, channel: Channel) -> bool:
        return channel in self.channels or channel in self.offered

    def wait(self, channel: Channel) -> timedelta:
        return self.channels.get(channel, A_WHILE)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    if _kinds.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"two kinds are called {kind.code}")
    return kind


def by_code(code: str) -> Kind:
    return _kinds[code]


def everything() -> list[Kind]:
    """All kinds, those that want something of the person first."""
    return sorted(_kinds.values(), key=lambda kind: (not kind.is_wanted, kind.priority))


def to_choose() -> list[Kind]:
    """What the settings page offers."""
    return [kind for kind in everything() if kind.label and (kind.channels or kind.offered)]


def wanted_codes() -> list[str]:
    return [kind.code for kind in _kinds.values() if kind.is_wanted]
