"""Who follows a tag goes on with the one it was merged into."""

from __future__ import annotations

from apps.events import registry
from apps.events.registry import Occurrence
from apps.notifications.services.following import move_watches
from apps.questions.events import TAG_MERGED


@registry.within(TAG_MERGED)
def move(event: Occurrence) -> None:
    """At once: what is told next is told to all of them."""
    move_watches(tag_id=int(event.payload["tagId"]), into_id=int(event.payload["intoId"]))
