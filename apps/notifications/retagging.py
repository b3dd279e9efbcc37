"""Who follows a tag goes on with the one it was merged into, and follows none that is forbidden."""

from __future__ import annotations

from apps.events import registry
from apps.events.registry import Occurrence
from apps.notifications.services.following import drop_watches, move_watches
from apps.questions.events import TAG_FORBIDDEN, TAG_MERGED


@registry.within(TAG_MERGED)
def move(event: Occurrence) -> None:
    """At once: what is told next is told to all of them."""
    move_watches(tag_id=int(event.payload["tagId"]), into_id=int(event.payload["intoId"]))


@registry.within(TAG_FORBIDDEN)
def drop(event: Occurrence) -> None:
    drop_watches(tag_id=int(event.payload["tagId"]))
