"""The first layer: this process."""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from typing import Final

from apps.core.layered.entries import Entry

ENTRIES_MAX: Final = 2_000
BYTES_MAX: Final = 16_000_000


class Local:
    """Entries until their time is over; those that were not asked for go first when it is full."""

    def __init__(self, entries: int = ENTRIES_MAX, size: int = BYTES_MAX) -> None:
        self._entries_max, self._bytes_max = entries, size
        self._kept: OrderedDict[str, tuple[float, Entry]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: str) -> Entry | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            until, entry = found
            if until <= time.time():
                self._drop(key)
                return None
            self._kept.move_to_end(key)
            return entry

    def put(self, key: str, entry: Entry, seconds: float) -> None:
        if seconds <= 0 or len(entry.body) > self._bytes_max // 8:
            return
        with self._lock:
            self._drop(key)
            self._kept[key] = time.time() + seconds, entry
            self._bytes += len(entry.body)
            while len(self._kept) > self._entries_max or self._bytes > self._bytes_max:
                self._drop(next(iter(self._kept)))

    def drop(self, key: str) -> None:
        with self._lock:
            self._drop(key)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def _drop(self, key: str) -> None:
        if found := self._kept.pop(key, None):
            self._bytes -= len(found[1].body)


everything: Final = Local()


def forget_locally() -> None:
    """Let this process ask Valkey again."""
    everything.clear()
