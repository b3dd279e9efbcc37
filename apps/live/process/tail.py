"""The last of what happened, in memory: whoever comes back gets what they missed without asking Valkey."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Iterable
from itertools import takewhile
from operator import attrgetter

from apps.live.channels import STREAM_LENGTH
from apps.live.process.entries import Entry, Position

_position = attrgetter("position")


class Tail:
    """Entries in their order, and by channel."""

    def __init__(self, *, length: int = STREAM_LENGTH) -> None:
        self._length = length
        self._entries: deque[Entry] = deque()
        self._by_channel: defaultdict[str, deque[Entry]] = defaultdict(deque)

    @property
    def first(self) -> Position | None:
        """From here on nothing is missing."""
        return self._entries[0].position if self._entries else None

    @property
    def last(self) -> Position | None:
        return self._entries[-1].position if self._entries else None

    def add(self, entry: Entry) -> None:
        self._entries.append(entry)
        for channel in entry.channels:
            self._by_channel[channel].append(entry)
        while len(self._entries) > self._length:
            self._drop_first()

    def clear(self) -> None:
        self._entries.clear()
        self._by_channel.clear()

    def covers(self, position: Position) -> bool:
        """Whether everything after ``position`` is here; not so if Valkey has never come as far."""
        return (
            bool(self._entries)
            and self._entries[0].position <= position <= self._entries[-1].position
        )

    def since(self, position: Position, channels: Iterable[str]) -> list[Entry]:
        """What happened after ``position``, as far as it is kept, in order and each once."""
        newest_first = heapq.merge(
            *(
                takewhile(
                    lambda entry: entry.position > position, reversed(self._by_channel[channel])
                )
                for channel in channels
                if channel in self._by_channel
            ),
            key=_position,
            reverse=True,
        )
        found: list[Entry] = []
        for entry in newest_first:
            if not found or found[-1] is not entry:
                found.append(entry)
        return found[::-1]

    def ended_since(self, milliseconds: int, channels: Iterable[str]) -> bool:
        """Whether listening to one of ``channels`` was ended for tokens issued at that time."""
        return any(
            entry.ends
            for channel in channels
            if channel in self._by_channel
            for entry in takewhile(
                lambda entry: entry.position.time >= milliseconds,
                reversed(self._by_channel[channel]),
            )
        )

    def _drop_first(self) -> None:
        for channel in self._entries.popleft().channels:
            kept = self._by_channel[channel]
            kept.popleft()
            if not kept:
                del self._by_channel[channel]
