"""The second layer: Valkey, which may be away. ``ImpatientPool`` lets nobody wait for it twice."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from django_redis import get_redis_connection
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

PREFIX: Final = "layered:"
TOLD_EVERY: Final = 30.0  # seconds
# Deletes a lock that is still one's own: whoever took too long may have lost it to somebody else.
_RELEASE: Final = "if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end"

_told_at = 0.0


class Away(Exception):
    """Valkey does not answer; it has been logged."""


def _or_away(function: Callable[P, T]) -> Callable[P, T]:
    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except RedisError as error:
            _tell(error)
            raise Away from error

    return wrapped


def _tell(error: RedisError) -> None:
    global _told_at  # noqa: PLW0603 -- one fact per process
    if time.monotonic() >= _told_at + TOLD_EVERY:
        _told_at = time.monotonic()
        logger.warning("layered: doing without Valkey: %s", error)


@_or_away
def read(keys: Sequence[str]) -> list[bytes | None]:
    found: list[bytes | None] = _redis().mget([PREFIX + key for key in keys])
    return found


@_or_away
def write(key: str, value: bytes, seconds: float) -> None:
    _redis().set(PREFIX + key, value, px=round(seconds * 1000))


@_or_away
def add(key: str, value: str, seconds: float) -> bool:
    """Write it unless there is one; say whether it was written."""
    return bool(_redis().set(PREFIX + key, value, px=round(seconds * 1000), nx=True))


@_or_away
def drop(key: str) -> None:
    _redis().delete(PREFIX + key)


@_or_away
def release(key: str, value: str) -> None:
    _redis().eval(_RELEASE, 1, PREFIX + key, value)


@contextmanager
def unless_away() -> Iterator[None]:
    """For what is done for others' sake."""
    with suppress(Away):
        yield


def _redis() -> Any:
    return get_redis_connection("default")
