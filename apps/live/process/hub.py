"""Who listens to what, and telling them. Nothing in here waits."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from apps.live.process import entries
from apps.live.process.entries import RELOAD, RENEW, Entry, Position
from apps.live.process.stream import Stream
from apps.live.process.tail import Tail
from apps.live.process.viewers import Viewers
from apps.live.tokens import Token

# Seconds between two signs of life of a stream: proxies close what is silent for a minute.
BEAT_EVERY: Final = 20
# A reader who has taken nothing for so many seconds is gone, whatever the network says.
STUCK_AFTER: Final = 60.0
# A page shows what was true some time before its token was made.
RENDERING: Final = 2_000  # milliseconds
# The tokens of a shared page run out together; the streams end up to so many seconds earlier.
RENEWAL_SPREAD: Final = 60.0
# Milliseconds within which readers come back after a process ends.
COME_BACK: Final = (500, 5_000)


class Hub:
    """The streams of this process."""

    def __init__(self, tail: Tail, viewers: Viewers) -> None:
        self.tail = tail
        self.viewers = viewers
        self.is_leaving = False
        self._streams: defaultdict[str, set[Stream]] = defaultdict(set)
        self._people: defaultdict[int, set[Stream]] = defaultdict(set)
        # A stream beats when its second of the round comes, so that the work is spread.
        self._beats: list[set[Stream]] = [set() for _second in range(BEAT_EVERY)]
        self._second = 0

    @property
    def size(self) -> int:
        return sum(map(len, self._beats))

    @property
    def people(self) -> Iterable[int]:
        """Who has a stream open."""
        return self._people.keys()

    def is_ended(self, token: Token) -> bool:
        """Whether what the token allows was ended after it was made."""
        return self.tail.ended_since(token.issued, token.channels)

    def open(self, token: Token, last: Position | None) -> Stream:
        """A stream from ``last`` on, or from when the token was made."""
        begin = last or Position(token.issued - RENDERING, 0)
        expires = token.expires - random.uniform(0, RENEWAL_SPREAD)  # noqa: S311 -- no secret
        stream = Stream(token, position=begin, given=last is not None, expires=expires)
        for channel in stream.channels:
            self._streams[channel].add(stream)
        if stream.person is not None:
            self._people[stream.person].add(stream)
        self._beats[self._second - 1].add(stream)
        stream.push(entries.retry(random.randint(*COME_BACK)))  # noqa: S311 -- no secret
        self._catch_up(stream)
        self.viewers.joined(stream)
        return stream

    def leave(self, stream: Stream) -> None:
        """The connection is over."""
        for channel in stream.channels:
            self._streams[channel].discard(stream)
            if not self._streams[channel]:
                del self._streams[channel]
        if stream.person is not None:
            self._people[stream.person].discard(stream)
            if not self._people[stream.person]:
                del self._people[stream.person]
        for beats in self._beats:
            beats.discard(stream)
        self.viewers.left(stream)

    def tell(self, entry: Entry) -> None:
        """Keep what happened, and send it to all who listen."""
        self.tail.add(entry)
        readers = self._readers(entry.channels)
        if not readers:
            return
        count = len(readers)
        theirs = entries.frame(entry, readers=count, mine=False)
        mine = entries.frame(entry, readers=count, mine=True) if entry.by else theirs
        for stream in readers:
            stream.push(mine if entry.by and str(stream.person) == entry.by else theirs)
            if entry.ends:
                stream.close()

    def say(self, channel: str, frame: bytes) -> None:
        """Send something that is not kept."""
        for stream in self._streams.get(channel, ()):
            stream.push(frame)

    def start_over(self) -> None:
        """What was kept is lost, or is not what it was: everybody looks for themselves."""
        self.tail.clear()
        for beats in self._beats:
            for stream in beats:
                stream.push(RELOAD)

    def catch_up(self) -> None:
        """The tail is there: those who came before it get what they missed."""
        for beats in self._beats:
            for stream in beats:
                self._catch_up(stream)

    def beat(self) -> None:
        """Once a second: a share of the streams gets a sign of life, or its end."""
        self._second = (self._second + 1) % BEAT_EVERY
        now, monotonic = time.time(), time.monotonic()
        frame = entries.beat(self.tail.last)
        for stream in self._beats[self._second]:
            stuck = stream.is_stuck_since
            if stuck is not None and monotonic - stuck > STUCK_AFTER:
                stream.give_up()
            elif now >= stream.expires:
                stream.close(RENEW)
            else:
                stream.push(frame)

    def close_all(self) -> None:
        """The process ends: everybody comes back soon, not all at once, and finds another one."""
        self.is_leaving = True
        for beats in self._beats:
            for stream in beats:
                stream.close(entries.retry(random.randint(*COME_BACK)))  # noqa: S311 -- no secret

    def _catch_up(self, stream: Stream) -> None:
        position = stream.position
        if position is None or self.tail.last is None or self.tail.first is None:
            return
        stream.position = None
        if not (self.tail.covers(position) if stream.given else self.tail.first <= position):
            stream.push(RELOAD)
            return
        for entry in self.tail.since(position, stream.channels):
            if entry.ends and entry.position.time < stream.issued:
                continue  # the permission has been given since
            mine = bool(entry.by) and str(stream.person) == entry.by
            readers = len(self._readers(entry.channels))
            stream.push(entries.frame(entry, readers=readers, mine=mine))
            if entry.ends:
                stream.close()

    def _readers(self, names: tuple[str, ...]) -> set[Stream]:
        if len(names) == 1:
            return self._streams.get(names[0], set())
        return set().union(*(self._streams.get(name, ()) for name in names))
