"""Who hears of which event. Apps register their handlers when they are ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Payload = Mapping[str, Any]

QUEUE = "events"
MAX_ATTEMPTS = 8


@dataclass(frozen=True)
class Occurrence:
    """What a handler is given: the event's id, type and payload."""

    event_id: int
    type: str
    payload: Payload


HandlerFunction = Callable[[Occurrence], None]
Condition = Callable[[Payload], bool]


@dataclass(frozen=True)
class Handler:
    """A subscriber. ``queue`` names the Celery queue that runs it."""

    name: str
    run: HandlerFunction
    queue: str
    max_attempts: int


@dataclass(frozen=True)
class Subscription:
    """A handler of one type of event, and which of them concern it."""

    handler: Handler
    when: Condition | None


_later: dict[str, list[Subscription]] = {}
_at_once: dict[str, list[HandlerFunction]] = {}
_by_name: dict[str, Handler] = {}


def on(
    event_type: str,
    *,
    queue: str = QUEUE,
    max_attempts: int = MAX_ATTEMPTS,
    when: Condition | None = None,
) -> Callable[[HandlerFunction], HandlerFunction]:
    """Register a handler that runs in a worker after the event's transaction.

    It runs inside a transaction of its own together with the mark that it ran,
    so its database effects happen exactly once. Effects outside the database
    must be idempotent by ``occurrence.event_id``. ``when`` looks at the payload
    as it is published and spares a delivery that would have nothing to do.
    """

    def register(function: HandlerFunction) -> HandlerFunction:
        name = f"{function.__module__.removeprefix('apps.')}.{function.__name__}"
        handler = Handler(name=name, run=function, queue=queue, max_attempts=max_attempts)
        if name not in _by_name:
            _by_name[name] = handler
        _later.setdefault(event_type, []).append(Subscription(handler, when))
        return function

    return register


def within(event_type: str) -> Callable[[HandlerFunction], HandlerFunction]:
    """Register a handler that runs inside the event's own transaction and may veto it.

    For what must be true together with the event, such as money moving into
    escrow. It refuses by raising a ``DomainError``; keep it short.
    """

    def register(function: HandlerFunction) -> HandlerFunction:
        _at_once.setdefault(event_type, []).append(function)
        return function

    return register


def later(event_type: str, payload: Payload) -> list[Handler]:
    """Whoever is to hear of such an event in a worker."""
    return [
        each.handler
        for each in _later.get(event_type, [])
        if each.when is None or each.when(payload)
    ]


def at_once(event_type: str) -> list[HandlerFunction]:
    return _at_once.get(event_type, [])


def by_name(name: str) -> Handler | None:
    """The handler called ``name``, or None when this release does not have it."""
    return _by_name.get(name)


def event_types() -> list[str]:
    """Every type that somebody has asked to hear of."""
    return sorted({*_later, *_at_once})


def handler_names() -> list[str]:
    return sorted(_by_name)


def queue(name: str) -> str:
    """The queue of a handler; an unknown one may belong to a release that is just rolling out."""
    handler = _by_name.get(name)
    return handler.queue if handler else QUEUE


def max_attempts(name: str) -> int:
    """How often a handler is tried before its delivery is dead."""
    handler = _by_name.get(name)
    return handler.max_attempts if handler else MAX_ATTEMPTS
