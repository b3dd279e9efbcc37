"""What the other apps make of an event, at once instead of by way of the queue."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db.models import Max, OuterRef, Subquery

from apps.events import registry
from apps.events.enums import State
from apps.events.models import Delivery, Event
from apps.notifications.models import Dispatch

# Nobody has a page open while this plays, and what happened long ago is no news. Nobody searches either: the
# documents are written when all has been said.
UNHEARD = {"live", "search"}


class Consequences:
    """Notes what is published, and runs the handlers when asked to."""

    def __init__(self, *, without: Collection[str] = ()) -> None:
        """Handlers in ``without`` sleep until they are woken."""
        self.asleep = set(without)
        self._last = self._last_dispatch = 0
        self._handled: list[int] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        """While this is open, nothing that is published is missed."""
        self._last = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
        self._last_dispatch = Dispatch.objects.aggregate(newest=Max("pk"))["newest"] or 0
        yield

    def draw(self) -> None:
        """Run the handlers of what was published, and of what they publish in turn."""
        while events := list(Event.objects.filter(pk__gt=self._last).order_by("pk")):
            for event in events:
                happened = registry.Occurrence(event.pk, event.type, event.payload)
                for handler in registry.later(event.type, event.payload):
                    if handler.name not in self.asleep and handler.queue not in UNHEARD:
                        handler.run(happened)
                self._handled.append(event.pk)
            self._last = events[-1].pk

    def settle(self) -> None:
        """Mark as done what has been done, so that the relay does not send it again.

        What was only played is mailed and pushed to nobody.
        """
        Dispatch.objects.filter(pk__gt=self._last_dispatch).delete()
        occurred = Event.objects.filter(pk=OuterRef("event_id")).values("occurred_at")
        Delivery.objects.filter(event__in=self._handled).update(
            state=State.DONE, attempts=1, done_at=Subquery(occurred)
        )
