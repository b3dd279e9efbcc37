"""What happened, as Valkey keeps it and as a browser receives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

# Readers up to this many fetch what changed at once; more of them spread over a time.
AT_ONCE: Final = 20
MILLISECONDS_EACH: Final = 10
LONGEST_SPREAD: Final = 15_000


class Position(NamedTuple):
    """A place in the stream: milliseconds and a number, which is how Valkey names entries."""

    time: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """None for what is no place."""
        first, _dash, second = text.partition("-")
        if not first.isascii() or not first.isdecimal() or len(text) > 40:
            return None
        if second and not (second.isascii() and second.isdecimal()):
            return None
        return cls(int(first), int(second or 0))

    def __str__(self) -> str:
        return f"{self.time}-{self.number}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. ``data`` is a JSON object; ``by`` is whose doing it was, told to nobody else.

    ``ends``: who listens to its channels by an earlier token may not any more.
    """

    position: Position
    channels: tuple[str, ...]
    kind: str
    data: str
    by: str
    ends: bool

    @classmethod
    def parse(cls, identity: str, fields: Mapping[str, str]) -> Self:
        return cls(
            position=Position.parse(identity) or Position(0, 0),
            channels=tuple(fields.get("channels", "").split()),
            kind=fields.get("kind", ""),
            data=fields.get("data") or "{}",
            by=fields.get("by", ""),
            ends=fields.get("ends") == "1",
        )


def frame(entry: Entry, *, readers: int, mine: bool) -> bytes:
    """The entry for a browser. ``readers``: how many get it, from which follows how much they spread."""
    spread = 0 if readers <= AT_ONCE else min(readers * MILLISECONDS_EACH, LONGEST_SPREAD)
    flag = ',"mine":true' if mine else ""
    return (
        f'id: {entry.position}\ndata: {{"kind":"{entry.kind}","spread":{spread}{flag},'
        f'"data":{entry.data}}}\n\n'
    ).encode()


def notice(kind: str, data: str = "{}") -> bytes:
    """Something that is not kept: it has no place in the stream."""
    return f'data: {{"kind":"{kind}","spread":0,"data":{data}}}\n\n'.encode()


def beat(position: Position | None) -> bytes:
    """A sign of life, which also says up to where nothing was missed."""
    return f"id: {position}\ndata:\n\n".encode() if position else b":\n\n"


def retry(milliseconds: int) -> bytes:
    """How long a browser waits before it comes back."""
    return f"retry: {milliseconds}\n\n".encode()


# Something may have been missed: the page has to look for itself.
RELOAD: Final = notice("reload")
# The token's time is over: a new one, please.
RENEW: Final = notice("renew")
