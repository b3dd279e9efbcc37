"""What somebody reads who follows tags."""

from __future__ import annotations

from apps.accounts.models import User
from apps.notifications.enums import Watching
from apps.notifications.models import Watch


def followed_tags(person: User) -> dict[int, str]:
    """The tags by their ids, in the order of their names."""
    watches = Watch.objects.filter(person=person, mode=Watching.FOLLOW, tag__isnull=False)
    return dict(watches.order_by("tag__name").values_list("tag_id", "tag__name"))
