"""What the other apps make of an event, at once instead of by way of the queue."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.signals import post_save

from apps.events import registry
from apps.events.enums import State
from apps.events.models import Delivery, Event

# Nobody has a page open while this plays, and what happened long ago is no news.
OPEN_PAGES = "live"


class Consequences:
    """Notes what is published, and runs the handlers when asked to."""

    def __init__(self) -> None:
        self._waiting: deque[Event] = deque()
        self._handled: list[int] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        """While this is open, nothing that is published is missed."""
        post_save.connect(self._note, sender=Event)
        try:
            yield
        finally:
            post_save.disconnect(self._note, sender=Event)

    def _note(self, *, instance: Event, **_signal: Any) -> None:
        self._waiting.append(instance)

    def draw(self) -> None:
        """Run the handlers of what was published, and of what they publish in turn."""
        while self._waiting:
            event = self._waiting.popleft()
            happened = registry.Occurrence(event.pk, event.type, event.payload)
            for handler in registry.later(event.type):
                if handler.queue != OPEN_PAGES:
                    handler.run(happened)
            self._handled.append(event.pk)

    def settle(self) -> None:
        """Mark as done what has been done, so that the relay does not send it again."""
        occurred = Event.objects.filter(pk=OuterRef("event_id")).values("occurred_at")
        Delivery.objects.filter(event__in=self._handled).update(
            state=State.DONE, attempts=1, done_at=Subquery(occurred)
        )
