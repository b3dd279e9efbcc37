from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from threading import Lock
from typing import Any, Final, Generic, TypeVar
from weakref import WeakValueDictionary

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from apps.core.layered import local, shared, versions
from apps.core.layered.entries import Entry
from apps.core.layered.shared import Away

logger = logging.getLogger(__name__)

V = TypeVar("V")

LOCAL_MAX: Final = 60.0  # seconds
LARGEST: Final = 512_000  # bytes
# Whoever computes has so long before another begins; whoever waits for them waits so long.
COMPUTING_SECONDS: Final = 10.0
PATIENCE: Final = 2.0
FIRST_PAUSE, LONGEST_PAUSE = 0.01, 0.2
# From this part of its time on, one caller makes a value anew while the others are given the old one.
REFRESH_SHARE: Final = 0.8
# What must not have a part in something that is everybody's.
SOMEBODYS: Final = (HttpRequest, AbstractBaseUser, AnonymousUser)


class Layered(Generic[V]):
    """Values by key, kept ``seconds`` in Valkey and ``local`` in each process.

    After ``refresh_after`` the next caller makes a value anew, the others get the old one meanwhile.
    """

    def __init__(
        self,
        name: str,
        *,
        seconds: float,
        local: float = LOCAL_MAX,
        refresh_after: float | None = None,
        pack: Callable[[V], Any] | None = None,
        unpack: Callable[[Any], V] | None = None,
    ) -> None:
        if not 0 < seconds < versions.SECONDS or local > LOCAL_MAX:
            raise ValueError(f"{name}: kept too long")
        self._name = name
        self._seconds = seconds
        self._local = local
        self._refresh_after = REFRESH_SHARE * seconds if refresh_after is None else refresh_after
        self._pack, self._unpack = pack, unpack

    def get(
        self,
        key: str,
        compute: Callable[[], V],
        *,
        version: str | int = "",
        subjects: Sequence[str] = (),
    ) -> V:
        """The value of ``key``, from wherever it is nearest.

        ``version`` is part of the key, for those who have one at hand. ``subjects`` are asked for theirs.
        ``compute`` knows ids, never the request or a person: what it finds is given to everybody.
        """
        where = self._where(key, version)
        try:
            current, entry = self._look(where, subjects)
            if entry is None:
                entry = self._compute_once(where, compute, subjects)
            elif entry.age >= self._refresh_after:
                entry = self._refresh(where, compute, current, entry)
        except Away:
            entry = self._without_valkey(where, compute, subjects)
        return self._unpacked(entry)

    def put(self, key: str, value: V, *, version: str | int = "") -> None:
        """Keep ``value``, which has just been counted or written, so that no reader has to wait for it.

        Not with subjects: of two who write at once the slower would keep what is no longer true. There,
        ``bump`` and ``get``.
        """
        with shared.unless_away():
            self._keep(self._where(key, version), self._entry(value, ""))

    def forget(self, key: str, *, version: str | int = "") -> None:
        """Drop one value, here and in Valkey; other processes have it for ``local`` seconds more.

        Raises:
            Away: Valkey did not answer, and has it still.
        """
        where = self._where(key, version)
        local.everything.drop(where)
        shared.drop(where)

    def _look(self, where: str, subjects: Sequence[str]) -> tuple[str, Entry | None]:
        """The subjects' versions, and the entry if there is one that was made under them."""
        near = self._near(where)
        if near and not subjects:
            return "", near
        asked = [versions.key(subject) for subject in subjects]
        found = shared.read(asked if near else [*asked, where])
        current = versions.joined(subjects, found[: len(subjects)])
        if near and near.versions == current:
            return current, near
        [raw] = shared.read([where]) if near else found[-1:]
        entry = Entry.read(raw)
        if entry is None or entry.versions != current or entry.age >= self._seconds:
            return current, None
        self._keep_near(where, entry)
        return current, entry

    def _near(self, where: str) -> Entry | None:
        """This process's, unless it is to be made anew: another process may have done so already."""
        near = local.everything.get(where)
        return near if near and near.age < self._refresh_after else None

    def _compute_once(self, where: str, compute: Callable[[], V], subjects: Sequence[str]) -> Entry:
        """One of all who miss it computes it; the others wait for it, but not for long."""
        until = time.monotonic() + PATIENCE
        pause = FIRST_PAUSE
        with _one_of_this_process(where, PATIENCE):
            while True:
                with _only_one(where) as is_mine:
                    # Somebody may just have finished.
                    current, entry = self._look(where, subjects)
                    if entry:
                        return entry
                    if is_mine or time.monotonic() >= until:
                        return self._made(where, compute, current)
                time.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _refresh(self, where: str, compute: Callable[[], V], current: str, entry: Entry) -> Entry:
        """A new one if nobody is making it yet. One that cannot be made is no reason to show nothing."""
        with _only_one(where) as is_mine:
            if not is_mine:
                return entry
            try:
                return self._made(where, compute, current)
            except Exception:
                logger.exception("layered: %s could not be made anew", self._name)
                return entry

    def _without_valkey(
        self, where: str, compute: Callable[[], V], subjects: Sequence[str]
    ) -> Entry:
        """What has subjects is computed each time: nobody can say whether it still holds."""
        if subjects:
            return self._computed(compute, "")
        with _one_of_this_process(where, PATIENCE):
            entry = local.everything.get(where)
            if entry is None:
                entry = self._computed(compute, "")
                self._keep_near(where, entry)
            return entry

    def _made(self, where: str, compute: Callable[[], V], current: str) -> Entry:
        entry = self._computed(compute, current)
        with shared.unless_away():
            self._keep(where, entry)
        return entry

    def _computed(self, compute: Callable[[], V], current: str) -> Entry:
        _check_is_everybodys(compute)
        return self._entry(compute(), current)

    def _entry(self, value: V, current: str) -> Entry:
        return Entry.of(self._pack(value) if self._pack else value, current)

    def _keep(self, where: str, entry: Entry) -> None:
        self._keep_near(where, entry)
        if len(entry.body) <= LARGEST:
            shared.write(where, entry.written(), self._seconds)

    def _keep_near(self, where: str, entry: Entry) -> None:
        local.everything.put(where, entry, min(self._local, self._seconds - entry.age))

    def _unpacked(self, entry: Entry) -> V:
        value = entry.value()
        return self._unpack(value) if self._unpack else value

    def _where(self, key: str, version: str | int) -> str:
        digest = blake2b(f"{version}\0{key}".encode(), digest_size=16).hexdigest()
        return f"{self._name}:{digest}"


_computing: WeakValueDictionary[str, Lock] = WeakValueDictionary()
_guard = Lock()


@contextmanager
def _one_of_this_process(where: str, patience: float) -> Iterator[None]:
    """After any other thread. Beyond ``patience`` one goes on all the same."""
    with _guard:
        lock = _computing.setdefault(where, Lock())
    held = lock.acquire(timeout=patience)
    try:
        yield
    finally:
        if held:
            lock.release()


@contextmanager
def _only_one(where: str) -> Iterator[bool]:
    """Whether nobody else, in any process, is computing it."""
    key, word = f"{where}:lock", secrets.token_hex(6)
    is_mine = shared.add(key, word, COMPUTING_SECONDS)
    try:
        yield is_mine
    finally:
        if is_mine:
            with shared.unless_away():
                shared.release(key, word)


def _check_is_everybodys(compute: Callable[[], Any]) -> None:
    """Raise ``TypeError`` for a function that was given the request or somebody."""
    if isinstance(compute, partial):
        given = [*compute.args, *compute.keywords.values()]
    else:
        given = [cell.cell_contents for cell in getattr(compute, "__closure__", None) or ()]
        given += [
            getattr(compute, "__self__", None),
            *(getattr(compute, "__defaults__", None) or ()),
        ]
    if any(isinstance(value, SOMEBODYS) for value in given):
        raise TypeError("what is kept for everybody must not be made for somebody")
