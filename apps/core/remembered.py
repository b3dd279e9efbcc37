"""What hardly ever changes, kept in the memory of each process for some seconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


class Forgetful(Protocol):
    def forget(self) -> None: ...


class Remembered(Generic[T]):
    """A function without arguments that is called again after ``seconds``.

    Everybody in the process is given the same object: it should be a tuple.
    """

    everything: list[Forgetful] = []

    def __init__(self, read: Callable[[], T], *, seconds: float) -> None:
        self._read = read
        self._seconds = seconds
        self._known: tuple[float, T] | None = None
        self.everything.append(self)

    def __call__(self) -> T:
        known = self._known
        if known is None or known[0] < time.monotonic():
            known = self._known = (time.monotonic() + self._seconds, self._read())
        return known[1]

    def forget(self) -> None:
        """Let the next call read anew, in this process."""
        self._known = None


class RememberedBy(Generic[K, V]):
    """The same for a function of one argument, of which the last ``most`` are known."""

    def __init__(self, read: Callable[[K], V], *, seconds: float, most: int) -> None:
        self._seconds = seconds
        self._known = lru_cache(maxsize=most)(lambda key, _period: read(key))
        Remembered.everything.append(self)

    def __call__(self, key: K) -> V:
        return self._known(key, int(time.monotonic() // self._seconds))

    def forget(self) -> None:
        """Read everything anew, in this process."""
        self._known.cache_clear()


def look_up(read: Remembered[Mapping[K, V]], key: K) -> V:
    """What ``read`` has of ``key``; read anew if it is not among what was remembered."""
    known = read()
    if key not in known:
        read.forget()
        known = read()
    return known[key]


def remembered(*, seconds: float) -> Callable[[Callable[[], T]], Remembered[T]]:
    return lambda read: Remembered(read, seconds=seconds)


def remembered_by(*, seconds: float, most: int) -> Callable[[Callable[[K], V]], RememberedBy[K, V]]:
    return lambda read: RememberedBy(read, seconds=seconds, most=most)
